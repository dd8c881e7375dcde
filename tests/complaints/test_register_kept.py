"""The register as programs and caches see it: data with a schema that stays, and answers anybody may keep."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints.app.boundary import Application
from complaints.web import cookies
from standards.clock import SimulatedClock
from standards.limits import Limit
from tests.browse import Browser, a_browser, another_browser
from tests.complaints.versions import IN_JUNE, SECOND, THIRD, three_versions
from tests.play import PASSWORD, Role, staff

pytestmark = pytest.mark.on_sqlite

KEPT = [
    "/standards",
    "/standards?q=bins",
    "/standards/history",
    "/standards/services/bin_collection",
    "/standards/promises/missed_bin",
    "/standards/versions/1",
    "/standards.json",
    "/standards/versions/3.json",
    "/standards/versions/2.toml",
]
LIMIT = {"words", "text", "amount", "unit", "day_zero", "cut_off", "keep_time", "roll", "due", "counted"}
SOURCE = {"source", "section", "verified_on", "unverified"}
LONGER = {"most", "times", "reasons", "counts_from", "approver"}
KEYS: dict[str, set[str]] = {
    "": {
        "authority", "version", "hash", "effective_at", "standards", "authority_key", "adopted_at", "state", "until",
        "previous", "next", "time_zone", "counting", "stages", "ladder", "calendars", "bodies", "services",
        "late_changes", "links",
    },
    "standards": {
        "key", "what", "within", "by", "body", "service", "stage", "target", "source", "since", "until", "section",
        "limit", "verified_on", "unverified",
    },
    "standards.limit": LIMIT,
    "previous": {"version", "hash", "effective_at", "data"},
    "next": {"version", "hash", "effective_at", "data"},
    "counting": {"day_zero", "cut_off", "keep_time", "roll", "due", "words"},
    "stages": {
        "key", "name", "about", "acknowledge", "respond", "inform", "counts_from", "extension", "holds", "transfer",
        "exceptions", "source",
    },
    "stages.respond": LIMIT,
    "stages.extension": LONGER,
    "stages.holds": {"reasons", "most"},
    "stages.exceptions": {
        "body", "unit", "service", "kind", "acknowledge", "respond", "inform", "counts_from", "extension",
        "hold_reasons", "source",
    },
    "stages.source": SOURCE,
    "ladder": {
        "key", "rank", "name", "who", "about", "stage", "role", "independent", "on_late", "direct", "window", "source",
    },
    "ladder.window": {"of_answer", "of_event", "words"},
    "calendars": {"key", "name", "zone", "week", "years", "closed_days", "special_days"},
    "calendars.closed_days": {"on", "name"},
    "bodies": {"key", "name", "about", "calendar"},
    "services": {"key", "name", "body", "unit", "about", "everyday", "calendar", "page"},
    "late_changes": {"closed_day_added", "closed_day_removed"},
    "links": {"page", "data", "document", "history"},
}  # fmt: skip
"""Every key of the document: one may be added here, none may go."""


@pytest.fixture
async def application(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    async with three_versions(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
async def browser(application: Application) -> AsyncIterator[Browser]:
    async with a_browser(application) as made:
        yield made


async def ask(browser: Browser, path: str, **headers: str) -> Any:
    """Ask without following a redirect."""
    return await browser.client.get(path, headers=headers, follow_redirects=False)


def tag_of(answer: Any) -> str:
    """Return the tag of an answer; one that was compressed on its way has a weak one."""
    return str(answer.headers["etag"]).removeprefix("W/")


def a_flash(application: Application) -> str:
    """Return the cookie with a sentence that the next page shows to the one who brings it."""
    said = [["success", "Only for Amina."]]
    now = application.clock.now()
    sealed = cookies.cookie(application.keys, cookies.FLASH, said, now=now, lasts=timedelta(minutes=5), secure=False)
    return str(sealed.value)


def parts(document: Any, path: str) -> list[Any]:
    """Return all that stands at a path of the document, lists taken one by one, nothing left out but null."""
    found = [document]
    for name in filter(None, path.split(".")):
        inner = [one[name] for one in found]
        found = [each for one in inner for each in (one if isinstance(one, list) else [one]) if each is not None]
    return found


class TestTheDocument:
    async def test_has_the_keys_it_always_had(self, browser: Browser) -> None:
        document = (await ask(browser, "/standards.json")).json()

        for path, keys in KEYS.items():
            found = [set(one) for one in parts(document, path)]
            assert found, path
            assert found == [keys] * len(found), path

    async def test_gives_a_limit_as_words_and_as_data_that_read_back_as_the_same_limit(self, browser: Browser) -> None:
        document = (await ask(browser, "/standards.json")).json()
        limits = [row["limit"] for row in document["standards"]]

        assert limits[0] == {
            "words": "1 working day", "text": "1 working day, counted from the next open day", "amount": 1,
            "unit": "working_days", "day_zero": "next_open", "cut_off": None, "keep_time": False, "roll": "none",
            "due": "closing",
            "counted": [
                "If it begins on a closed day, we count it as begun on the next open day. That day does not count.",
                "On the last day we have until the office closes.",
            ],
        }  # fmt: skip
        for limit in limits:
            data = {name: limit[name] for name in Limit.__struct_fields__}
            assert Limit.parse(limit["text"]) == Limit(**data)

    async def test_says_where_a_promise_comes_from_and_what_of_it_nobody_has_read(self, browser: Browser) -> None:
        document = (await ask(browser, "/standards.json")).json()
        (row,) = [row for row in document["standards"] if row["key"] == "new_permit"]

        assert {name: row[name] for name in SOURCE} == {
            "source": "Calder Bay registry law",
            "section": "section 12",
            "verified_on": "2026-01-15",
            "unverified": ["target"],
        }

    async def test_holds_stages_ladder_windows_and_closed_days(self, browser: Browser) -> None:
        document = (await ask(browser, "/standards.json")).json()
        stage, tier, office = document["stages"][0], document["ladder"][1], document["calendars"][0]

        assert stage["extension"]["most"]["words"] == "10 working days"
        assert stage["holds"]["most"]["amount"] == 20
        assert [(one["service"], one["body"]) for one in stage["exceptions"]] == [
            ("residence_permit", None),
            (None, "clinics"),
        ]
        assert (tier["window"]["of_answer"]["words"], tier["window"]["of_event"]) == ("2 months", None)
        assert office["years"] == [2026, 2027]
        assert {"on": "2026-06-03", "name": "Harbour Day"} in office["closed_days"]
        assert office["week"]["saturday"] == ""

    async def test_leads_from_version_to_version(self, browser: Browser) -> None:
        document = (await ask(browser, "/standards.json")).json()
        following = (await ask(browser, document["next"]["data"])).json()
        before = (await ask(browser, document["previous"]["data"])).json()

        assert [one["version"] for one in (before, document, following)] == [1, 2, 3]
        assert [one["state"] for one in (before, document, following)] == ["past", "now", "future"]
        assert following["hash"] == document["next"]["hash"]
        assert document["until"] == "2026-05-31T23:00:00Z"
        assert following["next"] is None
        assert before["previous"] is None

    async def test_is_described_in_the_api(self, browser: Browser) -> None:
        description = (await ask(browser, "/openapi.json")).json()
        schemas = description["components"]["schemas"]

        for path in ("/standards.json", "/standards/versions/{version}"):
            content = description["paths"][path]["get"]["responses"]["200"]["content"]
            assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/Register"}
        assert set(schemas["Register"]["properties"]) == KEYS[""]
        assert set(schemas["StandardEntry"]["properties"]) == KEYS["standards"]
        assert "working_hours" in schemas["LimitData"]["properties"]["unit"]["description"]

    @pytest.mark.parametrize("name", ["99.json", "0.json", "x.json"])
    async def test_a_version_that_is_not_there_is_a_problem_for_programs(self, browser: Browser, name: str) -> None:
        answer = await ask(browser, f"/standards/versions/{name}")

        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "There is no version" in answer.json()["detail"]


class TestTheProof:
    @pytest.mark.parametrize(("version", "document"), [(2, SECOND), (3, THIRD)])
    async def test_whoever_hashes_the_document_finds_the_hash_that_is_shown(
        self, browser: Browser, version: int, document: str
    ) -> None:
        answer = await ask(browser, f"/standards/versions/{version}.toml")
        page = await browser.get(f"/standards/versions/{version}")
        history = await browser.get("/standards/history")

        fingerprint = hashlib.sha256(answer.content).hexdigest()
        assert answer.headers["content-type"] == "application/toml"
        assert answer.content == document.encode()
        assert answer.headers["redress-charter-hash"] == fingerprint
        assert fingerprint in page.text
        assert fingerprint in history.text
        assert (await ask(browser, f"/standards/versions/{version}.json")).json()["hash"] == fingerprint


class TestKeeping:
    async def test_is_for_everybody(self, browser: Browser) -> None:
        for path in KEPT:
            answer = await ask(browser, path)
            assert answer.headers["cache-control"] == "public, max-age=300", path
            assert "set-cookie" not in answer.headers, path
            # A page speaks a language: by what it was chosen is said. Data is the same in every language.
            chosen_by = "" if path.endswith((".json", ".toml")) else "Accept-Language, Cookie"
            assert answer.headers.get("vary", "").partition(",accept-encoding")[0] == chosen_by, path
            assert "_csrf_token" not in answer.text, path
            assert "nonce" not in answer.headers["content-security-policy"], path

    async def test_is_not_sent_again_to_who_has_it_already(self, browser: Browser) -> None:
        same = ("cache-control", "last-modified", "redress-charter-version", "redress-charter-hash")
        for path in KEPT:
            first = await ask(browser, path)
            again = await ask(browser, path, **{"if-none-match": f'"other", W/{tag_of(first)}'})
            other = await ask(browser, path, **{"if-none-match": '"other"'})

            assert (again.status_code, again.content) == (304, b""), path
            assert {name: again.headers[name] for name in same} == {name: first.headers[name] for name in same}
            assert tag_of(again) == tag_of(first)
            assert other.status_code == 200

    async def test_is_the_same_whoever_asks(self, application: Application, browser: Browser) -> None:
        await staff(application, Role.OFFICER, username="amina")
        strangers = {path: await ask(browser, path) for path in KEPT}
        async with another_browser(browser) as other:
            await other.sign_in("amina", PASSWORD)
            other.plant(cookies.name(cookies.FLASH, secure=False), a_flash(application))
            known = {path: await ask(other, path) for path in KEPT}
            assert other.cookie("redress-csrf")

        for path in KEPT:
            assert "Only for Amina" not in known[path].text
            assert known[path].content == strangers[path].content
            assert tag_of(known[path]) == tag_of(strangers[path])
            assert "set-cookie" not in known[path].headers

    @pytest.mark.parametrize(("path", "version"), [("/standards", "2"), ("/standards/versions/1.json", "1")])
    async def test_says_from_which_version_it_comes(self, browser: Browser, path: str, version: str) -> None:
        answer = await ask(browser, path)

        assert answer.headers["redress-charter-version"] == version
        assert tag_of(answer).startswith(f'"{answer.headers["redress-charter-hash"][:16]}')

    @pytest.mark.parametrize(
        ("path", "since"),
        [
            pytest.param("/standards", "Mon, 02 Feb 2026 00:00:00 GMT", id="when it took effect"),
            pytest.param("/standards/versions/1", "Sun, 02 Mar 2025 09:30:00 GMT", id="when the old one took effect"),
            pytest.param("/standards/versions/3", "Mon, 02 Mar 2026 09:30:00 GMT", id="when one to come was adopted"),
        ],
    )
    async def test_was_last_changed(self, browser: Browser, path: str, since: str) -> None:
        assert (await ask(browser, path)).headers["last-modified"] == since

    async def test_is_kept_for_less_when_a_version_takes_effect_sooner(
        self, application: Application, browser: Browser
    ) -> None:
        clock = application.clock
        assert isinstance(clock, SimulatedClock)
        clock.advance_to(IN_JUNE - timedelta(seconds=90))
        before = await ask(browser, "/standards")
        clock.advance_to(IN_JUNE)
        after = await ask(browser, "/standards", **{"if-none-match": before.headers["etag"]})

        assert before.headers["cache-control"] == "public, max-age=90"
        assert after.status_code == 200
        assert after.headers["redress-charter-version"] == "3"
        assert "We fetch bulky things." in after.text

    async def test_is_kept_for_less_when_the_day_of_its_example_ends_sooner(
        self, application: Application, browser: Browser
    ) -> None:
        clock = application.clock
        assert isinstance(clock, SimulatedClock)
        clock.advance_to(datetime(2026, 3, 3, 23, 59, tzinfo=UTC))
        before = await ask(browser, "/standards")
        clock.advance_to(datetime(2026, 3, 4, tzinfo=UTC))
        after = await ask(browser, "/standards", **{"if-none-match": before.headers["etag"]})

        assert before.headers["cache-control"] == "public, max-age=60"
        assert after.status_code == 200

    async def test_a_page_with_a_form_is_not_kept(self, browser: Browser) -> None:
        answer = await ask(browser, "/tell")

        assert answer.headers["cache-control"] == "no-store"
        assert "nonce" in answer.headers["content-security-policy"]

    async def test_what_is_kept_for_a_year_hands_out_no_token(self, browser: Browser) -> None:
        answer = await ask(browser, "/static/redress.css")

        assert "immutable" in answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers
