"""Telling us something: each question empty, full and with faults, the check, the receipt, and what was kept."""

from collections.abc import Mapping, Sequence

from tests.browser.catalogue import state
from tests.browser.catalogue.lives import WORDS, a_life, picture
from tests.browser.visit import Visit

Fields = Mapping[str, str | Sequence[str]]

WRONG = {"about": "wrong"}
BINS = {"service": "bin_collection"}
STORY = {"narrative": WORDS}
UNKNOWN = {"service": "unknown"}
NOBODY: Fields = {}
MARIA = {"email": "maria@example.org", "name": "Maria Zanele Okoro", "phone": "01632 960 123"}
ADDS = ["when", "files", "wants", "staff"]
HELPS = ["needs", "safe", "for"]
LONG = "x" * 25_000
PICTURE = ("bins.png", picture(), "image/png")
CHECK, SENT = "/tell/check", "public/sent.html"


def of(step: str) -> tuple[str, str]:
    """Return address and template of one question."""
    return f"/tell/{step}", f"public/tell_{step}.html"


async def tell(visit: Visit, *pages: Fields) -> None:
    """Answer one question after the other, beginning with what it is."""
    await visit.open("/tell")
    for fields in pages:
        await visit.go_on(**fields)


async def told_to_the_check(visit: Visit, about: str = "wrong", **reach: str) -> None:
    """Answer what must be answered, to the page before sending."""
    await tell(visit, {"about": about}, BINS, STORY, reach)


@state(at="GET /tell", shows="public/tell_about.html", full=True)
async def tell_about(visit: Visit) -> None:
    await visit.open("/tell")


@state(at="POST /tell", shows="public/tell_about.html", status=400)
async def tell_about_nothing(visit: Visit) -> None:
    await tell(visit, NOBODY)


@state(at="GET /tell", shows="public/tell_about.html")
async def tell_about_with_something_kept(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY)
    await visit.open("/tell")


@state(at="GET /", shows="public/start.html")
async def start_with_something_kept(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY)
    await visit.open("/")


@state(at="GET /tell/before", shows="public/tell_before.html", full=True)
async def tell_before(visit: Visit) -> None:
    await tell(visit, {"about": "unanswered"})


@state(at="GET /tell/before", shows="public/tell_before.html")
async def tell_before_reprisal(visit: Visit) -> None:
    await tell(visit, {"about": "reprisal"})


@state(at="GET /tell/service", shows="public/tell_service.html", full=True)
async def tell_service(visit: Visit) -> None:
    await tell(visit, WRONG)


@state(at="GET /tell/service", shows="public/tell_service.html")
async def tell_service_found(visit: Visit) -> None:
    await tell(visit, WRONG)
    await visit.send("/tell/service", button="find", find="rubbish")


@state(at="GET /tell/service", shows="public/tell_service.html")
async def tell_service_not_found(visit: Visit) -> None:
    await tell(visit, WRONG)
    await visit.send("/tell/service", button="find", find="dragons")


@state(at="GET /tell/promise", shows="public/tell_promise.html", full=True)
async def tell_promise(visit: Visit) -> None:
    await tell(visit, {"about": "fix"}, BINS)


@state(at="GET /tell/promise", shows="public/tell_promise.html")
async def tell_promise_of_no_service(visit: Visit) -> None:
    await tell(visit, {"about": "fix"}, UNKNOWN)


@state(at="GET /tell/what", shows="public/tell_what.html", full=True)
async def tell_what(visit: Visit) -> None:
    await tell(visit, WRONG, BINS)


@state(at="GET /tell/what", shows="public/tell_what.html")
async def tell_what_idea(visit: Visit) -> None:
    await tell(visit, {"about": "idea"}, UNKNOWN)


@state(at="POST /tell/what", shows="public/tell_what.html", status=400)
async def tell_what_without_a_word(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, NOBODY)


@state(at="POST /tell/what", shows="public/tell_what.html", status=400)
async def tell_what_with_too_many_words(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, {"narrative": LONG})


@state(at="GET /tell/when", shows="public/tell_when.html", full=True)
async def tell_when(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY | {"adds": ADDS})


@state(at="POST /tell/when", shows="public/tell_when.html", status=400)
async def tell_when_on_no_day(visit: Visit) -> None:
    day = {"occurred_on_day": "31", "occurred_on_month": "2", "occurred_on_year": "2026"}
    await tell(visit, WRONG, BINS, STORY | {"adds": ADDS}, day)


@state(at="GET /tell/files", shows="public/tell_files.html", full=True)
async def tell_files(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY | {"adds": ["files"]})


@state(at="POST /tell/files", shows="public/tell_files.html", status=400)
async def tell_files_with_none_chosen(visit: Visit) -> None:
    await tell_files(visit)
    await visit.send("/tell/files", button="add")


@state(at="GET /tell/files", shows="public/tell_files.html")
async def tell_files_with_a_picture(visit: Visit) -> None:
    await tell_files(visit)
    await visit.choose_file(*PICTURE)
    await visit.send("/tell/files", button="add")


@state(at="POST /tell/files", shows="public/tell_files.html", status=400)
async def tell_files_with_a_program(visit: Visit) -> None:
    await tell_files(visit)
    await visit.choose_file("lamp.exe", b"MZ" + bytes(2000), "application/octet-stream")
    await visit.send("/tell/files", button="add")


@state(at="GET /tell/files/{key:uuid}", shows="public/file.html", full=True)
async def a_file_before_sending(visit: Visit) -> None:
    await tell_files_with_a_picture(visit)
    await visit.follow("[href^='/tell/files/']")


@state(at="GET /tell/wants", shows="public/tell_wants.html", full=True)
async def tell_wants(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY | {"adds": ["wants"]})


@state(at="POST /tell/wants", shows="public/tell_wants.html", status=400)
async def tell_wants_with_too_many_words(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY | {"adds": ["wants"]}, {"wants": LONG})


@state(at="GET /tell/staff", shows="public/tell_staff.html", full=True)
async def tell_staff(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY | {"adds": ["staff"]})


@state(at="GET /tell/reach", shows="public/tell_reach.html", full=True)
async def tell_reach(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY)


@state(at="GET /tell/reach", shows="public/tell_reach.html")
async def tell_reach_after_words_that_sound_like_danger(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, {"narrative": "I do not want to live any more. I want to kill myself."})


@state(at="POST /tell/reach", shows="public/tell_reach.html", status=400)
async def tell_reach_with_a_wrong_address(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY, {"email": "maria at example", "helps": HELPS})


@state(at="GET /tell/needs", shows="public/tell_needs.html", full=True)
async def tell_needs(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY, MARIA | {"helps": HELPS})


@state(at="GET /tell/safe", shows="public/tell_safe.html", full=True)
async def tell_safe(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY, MARIA | {"helps": ["safe"]})


@state(at="POST /tell/safe", shows="public/tell_safe.html", status=400)
async def tell_safe_at_no_time(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY, MARIA | {"helps": ["safe"]}, {"safe_since": "25", "safe_until": "noon"})


@state(at="GET /tell/for", shows="public/tell_for.html", full=True)
async def tell_for(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY, MARIA | {"helps": ["for"]})


@state(at="POST /tell/for", shows="public/tell_for.html", status=400)
async def tell_for_nobody(visit: Visit) -> None:
    await tell(visit, WRONG, BINS, STORY, MARIA | {"helps": ["for"]}, {"own_email": "grace", "until_day": "40"})


@state(at=f"GET {CHECK}", shows="public/tell_check.html")
async def check_least(visit: Visit) -> None:
    await told_to_the_check(visit)


@state(at=f"GET {CHECK}", shows="public/tell_check.html", full=True)
async def check_most(visit: Visit) -> None:
    when = {"occurred_about": "early in spring", "ongoing": "yes", "place": "Harbour Street 4"}
    needs = {"formats": ["large_print", "interpreter"], "adjustments": "Please speak slowly."}
    safe = {"safe_since": "09:00", "safe_until": "12:30", "neutral": "yes", "safe_words": "Never ring at my work."}
    reach = MARIA | {"address": "4 Harbour Street\nCalder Bay", "identity": "unit", "helps": HELPS}
    grace = {"relation": "family", "own_email": "grace@example.org", "scope": "follow"}
    add = STORY | {"adds": ["when", "wants", "staff"]}
    await tell(visit, WRONG, BINS, add, when, {"wants": "Empty them."}, {"staff_named": "Mr Hill"}, reach, needs)
    await visit.go_on(**safe)
    await visit.go_on(**grace)


@state(at=f"GET {CHECK}", shows="public/tell_check.html")
async def check_reprisal(visit: Visit) -> None:
    await tell(visit, {"about": "reprisal"}, NOBODY, BINS, STORY, NOBODY)


@state(at=f"GET {CHECK}", shows="public/tell_check.html")
async def check_the_same_matter(visit: Visit) -> None:
    life = await a_life(visit, service="bin_collection")
    await life.seen()
    await told_to_the_check(visit, email="maria@example.org")


@state(at="GET /tell/forget", shows="public/tell_forget.html", full=True)
async def forget_what_was_kept(visit: Visit) -> None:
    await tell(visit, WRONG, BINS)
    await visit.open("/tell/forget")


@state(at="GET /", shows="public/start.html")
async def start_after_all_was_deleted(visit: Visit) -> None:
    await forget_what_was_kept(visit)
    await visit.send("/tell/forget")


@state(at="GET /sent", shows=SENT, full=True)
async def sent(visit: Visit) -> None:
    await told_to_the_check(visit, **MARIA)
    await visit.go_on()


@state(at="GET /sent", shows=SENT)
async def sent_by_nobody_we_know(visit: Visit) -> None:
    await told_to_the_check(visit)
    await visit.go_on()


@state(at="GET /sent", shows=SENT)
async def sent_to_the_ombudsperson(visit: Visit) -> None:
    await check_reprisal(visit)
    await visit.go_on()


@state(at="POST /sent", shows=SENT, status=400)
async def sent_and_the_code_not_kept(visit: Visit) -> None:
    await sent(visit)
    await visit.send("/sent")


@state(at="GET /sent", shows="public/sent_added.html", full=True)
async def sent_as_more_information(visit: Visit) -> None:
    await check_the_same_matter(visit)
    await visit.send(CHECK, button="same")


@state(at="GET /sent", shows=SENT)
async def sent_thanks(visit: Visit) -> None:
    await visit.open("/thank")
    await visit.send("/thank", narrative="The woman at counter 4 took her time for me.")


@state(at="GET /thank", shows="public/thank.html", full=True)
async def thank(visit: Visit) -> None:
    await visit.open("/thank")


@state(at="POST /thank", shows="public/thank.html", status=400)
async def thank_without_a_word(visit: Visit) -> None:
    await visit.open("/thank")
    await visit.send("/thank", email="maria")
