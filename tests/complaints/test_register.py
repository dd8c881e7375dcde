"""The public register as people see it: promises in plain words, in every version there was or will be."""

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from complaints.kernel.rendering import static_dir
from complaints.web.register_view import window_words
from standards.charter import Tier
from standards.limits import Limit
from tests.browse import Browser, Page, a_browser
from tests.complaints.versions import ADOPTER, PROPOSER, three_versions

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
async def browser(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Browser]:
    async with three_versions(sqlite_url, tmp_path) as application, a_browser(application) as made:
        yield made


def read(page: Page) -> str:
    """Return what a person reads, without the spaces that a tag leaves before a full stop."""
    return re.sub(r" ([.,:;])", r"\1", page.text)


def between(text: str, start: str, end: str) -> str:
    """Return what a person reads from one passage to the next."""
    return text[text.index(start) :].partition(end)[0]


class TestWhatIsPromised:
    async def test_each_service_says_what_within_what_time_how_often_and_by_which_rule(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        row = between(read(page), "We clear dumped rubbish", "Street lighting")
        assert "Within 3 working days" in row
        assert "Our aim 90 of 100 cases" in row
        assert "Calder Bay service standards 2024, part 1, since Monday 1 January 2024" in row

    async def test_what_nobody_has_read_in_its_source_is_labelled(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        new = between(read(page), "We decide on a new residence permit", "What changed when")
        list_ = between(read(page), "We tell you within 30 working days whether", "What changed when")
        assert "Not checked against the source: how often we aim to keep it" in new
        assert "Checked against the source on Friday 16 January 2026" in list_
        assert "Not checked" not in list_

    async def test_each_step_says_who_by_when_until_when_and_what_may_make_it_longer(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        first = between(read(page), "Step 1", "Step 2")
        second = between(read(page), "Step 2", "Step 3")
        assert "We give you an answer with reasons. Within 10 working days" in first
        assert "Different for: Residence permit We give you an answer with reasons. Within 15 working days" in first
        assert "You can complain within 12 months of the day it happened, or the day you heard of it." in first
        assert "once, and no more than 10 working days in all" in first
        assert "We must look at the place." in first
        assert "Only for these reasons, and for no longer than 20 working days." in first
        assert "goes on by itself to a reviewer who had no part in it before" in first
        assert "You can ask for this step within 2 months of the answer before." in second
        assert "Counted from the day you ask for this step." in second

    async def test_thanks_ideas_and_questions_have_their_promises_too(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        others = between(read(page), "We pass your thanks on to the person.", "How we count days If")
        assert "Within 5 working days" in others
        assert "We answer your suggestion. Within 20 working days" in others

    async def test_no_word_is_left_that_only_the_charter_knows(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        assert (
            re.findall(r"\b(?:next_open|end_of_day|acknowledged_or_due|received counts|None|True|False)\b", read(page))
            == []
        )

    async def test_the_whole_page_weighs_little(self, browser: Browser) -> None:
        page = await browser.get("/standards")
        files = sorted(set(re.findall(r'(?:href|src)="/static/([^"?]+)', page.source)))

        weight = len(gzip.compress(page.source.encode()))
        weight += sum(len(gzip.compress((static_dir() / file).read_bytes())) for file in files)
        assert weight <= 60_000
        assert "<script" not in page.source


class TestHowDaysAreCounted:
    async def test_the_rules_are_plain_sentences(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        told = between(read(page), "How we count days If", "For example")
        assert "we count it as if you had told us on the next open day" in told
        assert "Saturdays, Sundays and closed days do not count." in told
        assert "we count again, and tell you the new date and why" in told

    async def test_a_message_of_today_and_one_of_a_closed_day_are_worked_out(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        today = between(read(page), "You tell us today", "You tell us on")
        closed = between(read(page), "You tell us on Saturday", "When we are open")
        assert "today, Monday 2 March 2026" in today
        assert "You hear that we have it by Thursday 5 March 2026" in today
        assert "You have our answer by Monday 16 March 2026" in today
        assert "on Saturday 7 March 2026, when we are closed" in closed
        assert "You have our answer by Monday 23 March 2026" in closed
        assert "Why this date?" in closed

    async def test_hours_and_closed_days_of_two_years_stand_there_with_their_names(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        offices = between(read(page), "Council offices City Works", "Which version")
        assert "Monday to Friday 09:00 to 17:00" in offices
        assert "Friday 3 April 2026: Good Friday" in offices
        assert "Wednesday 3 June 2026: Harbour Day" in offices
        assert "Thursday 3 June 2027: Harbour Day" in offices
        assert "Monday 28 December 2026 to Thursday 31 December 2026" in offices
        assert "Open day and night, every day of the week." in offices


class TestFinding:
    @pytest.mark.parametrize(
        ("said", "found"),
        [
            pytest.param({"q": "pothole"}, "Road and pavement repair", id="an everyday word"),
            pytest.param({"q": "  My TRASH was left "}, "Bin collection", id="a sentence"),
            pytest.param({"service": "health_records"}, "Health records", id="the key of a service"),
            pytest.param({"q": "dangerous"}, "Road and pavement repair", id="a word of the promise"),
        ],
    )
    async def test_finds_a_service_by(self, browser: Browser, said: dict[str, str], found: str) -> None:
        page = await browser.get("/standards", **said)

        assert found in read(page)
        assert "Waiting list for a council home" not in read(page)
        assert "What changed when" in read(page)

    async def test_nothing_found_says_so_and_keeps_the_words(self, browser: Browser) -> None:
        page = await browser.get("/standards", q='zeppelin "<b>')

        assert page.status == 200
        assert "We found nothing for these words" in read(page)
        assert 'value="zeppelin &#34;&lt;b&gt;"' in page.source

    async def test_nothing_asked_shows_everything(self, browser: Browser) -> None:
        page = await browser.get("/standards", q="   ")

        assert "Waiting list for a council home" in read(page)

    async def test_a_service_has_a_page_with_its_own_limits_and_its_own_hours(self, browser: Browser) -> None:
        page = await browser.get("/standards/services/residence_permit")

        assert page.title == "Residence permit: what we promise"
        assert "We decide on a renewal within 3 months." in read(page)
        assert "1. The office concerned The office that gave you the service 3 working days 15 working days" in read(
            page
        )
        assert "You have our answer by Monday 23 March 2026" in read(page)
        assert "Thursday 08:30 to 12:30 and 13:30 to 18:30" in read(page)


class TestVersions:
    async def test_a_promise_shows_what_changed_when_from_the_newest(self, browser: Browser) -> None:
        page = await browser.get("/standards/promises/missed_bin")

        turns = between(read(page), "What changed when From", "Get help")
        assert "From Monday 2 February 2026" in f"From {turns}"
        assert "Within Before: 2 working days From then: 1 working day" in turns
        assert "Our aim Before: 95 of 100 cases From then: 90 of 100 cases" in turns
        assert turns.index("2 February 2026") < turns.index("2 March 2025")

    async def test_a_promise_that_is_still_to_come_says_so(self, browser: Browser) -> None:
        page = await browser.get("/standards/promises/bulky_things")

        assert "We do not promise this today" in read(page)
        assert "From Monday 1 June 2026 Not in force yet Promised from then on: within 8 working days." in read(page)

    async def test_a_limit_of_a_step_has_its_history_too(self, browser: Browser) -> None:
        page = await browser.get("/standards/promises/service.respond")

        assert "Before: 10 working days From then: 8 working days" in read(page)
        assert "Different" not in read(page)

    async def test_the_history_is_newest_first_and_says_what_holds_when(self, browser: Browser) -> None:
        page = await browser.get("/standards/history")

        third = between(read(page), "Version 3, from", "Version 2, from")
        second = between(read(page), "Version 2, from", "Version 1, from")
        first = between(read(page), "Version 1, from", "You do not have to believe us")
        assert "Not in force yet It holds from Monday 1 June 2026." in third
        assert "10 working days becomes 8 working days" in third
        assert "In force now" in second
        assert "No longer in force It held until Sunday 1 February 2026." in first
        assert "The first version." in first

    async def test_who_adopted_is_told_by_role_and_never_by_name_or_key(self, browser: Browser) -> None:
        page = await browser.get("/standards/history")

        assert "Proposed by an administrator, adopted by another administrator." in read(page)
        assert str(PROPOSER) not in page.source
        assert str(ADOPTER) not in page.source

    async def test_an_old_version_can_be_read_and_is_marked(self, browser: Browser) -> None:
        page = await browser.get("/standards/versions/1")

        assert "No longer in force" in read(page)
        assert "It held from Sunday 2 March 2025 until Sunday 1 February 2026." in read(page)
        assert "We come back for a missed bin within 2 working days after you tell us." in read(page)
        assert '<meta name="robots" content="noindex">' in page.source

    async def test_a_version_to_come_can_be_read_and_is_marked(self, browser: Browser) -> None:
        page = await browser.get("/standards/versions/3")

        assert "Not in force yet This is version 3. It holds from Monday 1 June 2026." in read(page)
        assert "We fetch bulky things." in read(page)

    async def test_the_register_of_today_names_the_version_that_comes_next(self, browser: Browser) -> None:
        page = await browser.get("/standards")

        assert "This is version 2, in force since Monday 2 February 2026." in read(page)
        assert "From Monday 1 June 2026, version 3 holds." in read(page)
        assert "bulky" not in read(page)

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("/standards/versions/99", "We have no such version"),
            ("/standards/versions/0", "We have no such version"),
            ("/standards/versions/2.xml", "We have no such version"),
            ("/standards/versions/9.toml", "We have no such version"),
            ("/standards/versions/\u0662", "We have no such version"),
            ("/standards/versions/99999999999999999999", "We have no such version"),
            ("/standards/services/teleport", "We have no such service"),
            ("/standards/promises/<b>nothing", "We have no such promise"),
        ],
    )
    async def test_what_is_not_there_is_said_in_plain_words(self, browser: Browser, path: str, said: str) -> None:
        page = await browser.get(path)

        assert page.status == 404
        assert page.title == said
        assert "What we promise, and by when" in read(page)
        assert "<b>" not in page.source
        assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("windows", "is_first", "said"),
    [
        pytest.param({}, False, "You can ask for this step at any time.", id="no last day"),
        pytest.param(
            {"ask_within": Limit(2, "months"), "ask_within_of_event": Limit(6, "months")},
            False,
            "You can ask for this step within 2 months of the answer before or within 6 months of the day it happened, "
            "or the day you heard of it, whichever is later. If you are later, tell us why. We still look at it.",
            id="the later of two",
        ),
        pytest.param(
            {"ask_within_of_event": Limit(1, "months")},
            True,
            "You can complain within 1 month of the day it happened, or the day you heard of it. "
            "If you are later, tell us why. We still look at it.",
            id="complaining at all",
        ),
    ],
)
def test_until_when_one_may_ask(windows: dict[str, Limit], said: str, *, is_first: bool) -> None:
    tier = Tier(key="review", name="Review", rank=1, stage="two", role="reviewer", **windows)

    assert window_words(tier, is_first=is_first) == said
