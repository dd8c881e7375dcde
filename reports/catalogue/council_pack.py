"""The pack a council gets every quarter: a page to act on, the figures behind it, and how to check them."""

from collections.abc import Callable
from typing import Final

from reports.domain.document import Document, Section
from reports.domain.wording import headline, moment
from reports.report import Brief, Report
from reports.sections.changes import changes
from reports.sections.findings import findings
from reports.sections.material import Material, Piece, gather
from reports.sections.office import office
from reports.sections.praise import praise
from reports.sections.proof import figure_table, proof, proof_of
from reports.sections.put_right import put_right
from reports.sections.reading import reading
from reports.sections.summary import key_facts, summary
from reports.sections.survey import survey
from reports.sections.time_taken import time_taken
from reports.sections.volume import volume
from reports.sections.waits import waits
from standards.clock import as_utc

TITLE: Final = "Complaints and compliments"
PAGES: Final[tuple[Callable[[Material], Piece], ...]] = (
    summary,
    reading,
    volume,
    time_taken,
    waits,
    findings,
    put_right,
    changes,
    office,
    praise,
    survey,
)


def build(brief: Brief) -> Document:
    """Count and write the pack."""
    material = gather(brief)
    pieces = [page(material) for page in PAGES]
    tables = [table for piece in pieces for table in piece.tables]
    annex = Section("tables", "Tables", (*tables, figure_table(material)), starts_page=False)
    now = material.now
    return Document(
        report="council_pack",
        title=TITLE,
        authority=brief.authority,
        about=brief.about,
        body=brief.body,
        period=brief.period.key,
        period_words=brief.period.words,
        period_dates=brief.period.dates,
        as_of=moment(brief.as_of),
        made_at=as_utc(brief.made_at).isoformat(),
        status=brief.status,
        language=brief.language,
        headline=headline(now.count("cases"), now.rate("answered_on_time"), now.count("still_open_late")),
        facts=key_facts(material),
        sections=(*(piece.section for piece in pieces), annex, proof(material).section),
        proof=proof_of(material),
    )


REPORT = Report(
    key="council_pack",
    title="Report to the council",
    audience="councillors, committees and the public",
    rhythm="quarter",
    build=build,
    template="council_pack.html",
)
