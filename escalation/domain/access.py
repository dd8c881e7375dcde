"""Who may do what on the way up, in the office, and on a body's side of it."""

from complaints.domain.access import (
    Permission,
    is_fresh_to_it,
    is_in_scope,
    is_known_to_body,
    is_ombudsperson,
    is_seen_by_office,
    is_staff_of_a_body,
    is_system,
    is_the_person,
    is_their_representative,
)
from escalation.domain.independence import is_independent_of

ASK_NEXT = Permission(
    "case.ask_next", "ask the next step to look at your case", ((is_the_person,), (is_their_representative,))
)
CLIMB = Permission("case.climb", "take a case whose answer is late to the next step", ((is_system,),))
DOCKET = Permission("office.docket", "see what is with the office", ((is_ombudsperson,),))
READ_FILE = Permission("office.read_file", "read the office's file", ((is_ombudsperson, is_seen_by_office),))
WRITE_PAPERS = Permission(
    "office.write_papers", "write the office's papers", ((is_ombudsperson, is_seen_by_office, is_fresh_to_it),)
)
READ_PAPERS = Permission("office.read_papers", "read the office's papers", ((is_ombudsperson, is_seen_by_office),))
REVIEW = Permission("office.review", "take up, decline or decide a case in the office", ((is_independent_of,),))
RECOMMEND = Permission(
    "office.recommend",
    "recommend something to a body, and say whether it was done",
    ((is_ombudsperson, is_seen_by_office, is_fresh_to_it),),
)
BODY_SIDE = Permission("body.side", "see what the office sent to your body", ((is_staff_of_a_body,),))
REPLY = Permission("body.reply", "answer the office", ((is_staff_of_a_body, is_in_scope, is_seen_by_office),))
ANSWER_BACK = Permission(
    "body.answer_back",
    "answer the person of a case that the office gave to your body",
    ((is_staff_of_a_body, is_in_scope, is_seen_by_office, is_known_to_body),),
)

PERMISSIONS = (
    ASK_NEXT,
    CLIMB,
    DOCKET,
    READ_FILE,
    WRITE_PAPERS,
    READ_PAPERS,
    REVIEW,
    RECOMMEND,
    BODY_SIDE,
    REPLY,
    ANSWER_BACK,
)
