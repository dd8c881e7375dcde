"""Who may look at figures, and who may have reports made and read them."""

from complaints.domain.access import Permission, is_administrator, is_anyone, is_councillor, is_ombudsperson, is_system

FIGURES = Permission("figures.read", "read the published figures", ((is_anyone,),))
REPORTS = Permission(
    "reports.make",
    "have reports made, and read them",
    ((is_councillor,), (is_administrator,), (is_ombudsperson,), (is_system,)),
)

PERMISSIONS = (FIGURES, REPORTS)
