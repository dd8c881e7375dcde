"""The figures everybody may read: full quarters only, small cells hidden in every cut at once, never counted anew."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from complaints.app.boundary import Application
from complaints.domain.access import PUBLIC, Role
from complaints.domain.case import Kind
from reports.actions.publish import BY, Place, Publication, published
from reports.facts import folder_of, refresh
from reports.parts import write_parts
from standards.errors import Invalid
from tests.browse import a_browser
from tests.play import MONDAY, lodge_one, staff
from tests.reports.town import make_fact

pytestmark = pytest.mark.on_sqlite

IN_APRIL = MONDAY + timedelta(days=40)


async def told(application: Application, count: int, **said: Any) -> None:
    for _ in range(count):
        await lodge_one(application, **said)


async def publication(application: Application, period: str = "") -> Publication:
    async with application.work(PUBLIC, reading=True) as work:
        return await published(work, folder_of(application), period)


async def test_before_the_first_facts_the_page_says_so(application: Application):
    async with a_browser(application) as browser:
        page = await browser.get("/figures")
        data = await browser.get("/figures.json")

    assert page.status == 200
    assert "There are no figures yet" in page.text
    assert data.status == 404


async def test_a_quarter_is_shown_with_its_bases_and_where_it_comes_from(application: Application):
    await told(application, 12)
    await told(application, 6, kind=Kind.COMPLIMENT)
    parts = await refresh(application, now=IN_APRIL)

    async with a_browser(application) as browser:
        page = await browser.get("/figures")
        data = json.loads((await browser.get("/figures.json")).source)

    assert page.status == 200
    assert "January to March 2026, all bodies" in page.text
    assert "Complaints received 12 " in page.text
    assert "Compliments received 6 " in page.text
    assert "Acknowledged on time 0.0% 0 of 12 " in page.text
    assert parts.manifest.digest in page.text
    assert "and 18 entries of the journal" not in page.text
    assert f"{parts.manifest.journal} entries of the journal" in page.text
    overall = {one["key"]: one for one in data["figures"] if one["group"] is None}
    assert (data["period"], data["facts_sha256"]) == ("2026-Q1", parts.manifest.digest)
    assert overall["complaints"]["value"] == 12
    assert (overall["acknowledged_on_time"]["numerator"], overall["acknowledged_on_time"]["denominator"]) == (0, 12)
    assert overall["acknowledged_on_time"]["low"] == 0
    assert 20 < overall["acknowledged_on_time"]["high"] < 30


async def test_the_running_quarter_and_other_spans_are_not_published(application: Application):
    await told(application, 1)
    await refresh(application, now=IN_APRIL)

    for period in ("2026-Q2", "2026-03", "2026", "2026-01-01/2026-03-30", "2025-Q4", "soon"):
        with pytest.raises(Invalid):
            await publication(application, period)
    assert (await publication(application, "2026-Q1")).period.key == "2026-Q1"


@pytest.mark.parametrize("asked", ["period=2026-03", "body=nobody", "by=person", "by=neighbourhood"])
async def test_what_cannot_be_asked_is_refused(application: Application, asked: str):
    await told(application, 1)
    await refresh(application, now=IN_APRIL)

    async with a_browser(application) as browser:
        page = await browser.get("/figures", **dict([asked.split("=")]))
        data = await browser.get("/figures.json", **dict([asked.split("=")]))

    assert (page.status, data.status) == (400, 400)


@pytest.mark.parametrize("by", ["body", "service", "department", "channel", "month"])
async def test_every_cut_is_a_page(application: Application, by: str):
    await told(application, 7)
    await told(application, 3, service="street_lighting")
    await refresh(application, now=IN_APRIL)

    async with a_browser(application) as browser:
        page = await browser.get("/figures", by=by)
        other = await browser.get("/figures", body="city_works", by=by) if by != "body" else page

    assert (page.status, other.status) == (200, 200)
    assert "The key figures" in page.text


async def test_a_page_counts_from_the_facts_that_are_there_and_brings_up_none(application: Application):
    await told(application, 6)
    await refresh(application, now=IN_APRIL)
    await told(application, 5)
    written = {path.name for path in folder_of(application).iterdir()}

    async with a_browser(application) as browser:
        page = await browser.get("/figures")

    assert "Complaints received 6 " in page.text
    assert {path.name for path in folder_of(application).iterdir()} == written


async def test_few_cases_are_not_shown_anywhere(application: Application):
    await told(application, 3)
    await told(application, 9, kind=Kind.COMPLIMENT)
    await refresh(application, now=IN_APRIL)

    async with a_browser(application) as browser:
        page = await browser.get("/figures", by="service")
        data = (await browser.get("/figures.json", by="service")).source

    assert "Complaints received [c] Not shown" in page.text
    assert "[c]" in page.text
    assert "Not shown so that nobody can be recognised" in page.text
    hidden = [one for one in json.loads(data)["figures"] if one["state"] == "hidden"]
    assert {one["key"] for one in hidden} >= {"complaints"}
    assert all(one[part] is None for one in hidden for part in ("numerator", "denominator", "value", "low", "high"))


async def test_members_of_staff_keep_their_own_ways_on_the_page(application: Application):
    await staff(application, Role.COUNCILLOR, bodies=(), username="councillor")
    await refresh(application, now=IN_APRIL)

    async with a_browser(application) as browser:
        page = await browser.sign_in("councillor")

    assert page.path == "/figures"
    assert "/reports" in page.source
    assert "Sign out" in page.text


BODIES = {"town": ("lighting", "potholes", "trees"), "port": ("quays", "cranes")}


def quarter(counts: Sequence[tuple[str, str, int]], upheld: int = 0) -> list[Any]:
    """Return so many complaints of each body and service, the first of which were upheld."""
    return [
        make_fact(
            f"{body}-{service}-{number}",
            body=body,
            service=service,
            department=service,
            closed_at="2026-03-09T09:00:00",
            outcome="upheld" if number < upheld else "not_upheld",
        )
        for body, service, count in counts
        for number in range(count)
    ]


async def of(application: Application, facts: Sequence[Any]) -> Publication:
    folder = folder_of(application)
    write_parts(facts, folder, as_of=IN_APRIL.replace(tzinfo=None))
    return await publication(application)


def numbers(found: Publication, key: str, by: str, body: str = "") -> dict[str, float | None]:
    return {group: figures[key].value for group, figures in found.rows_of(body, by).items()}


async def test_a_small_cell_takes_a_second_one_with_it(application: Application):
    found = await of(application, quarter([("town", "lighting", 20), ("town", "potholes", 8), ("town", "trees", 2)]))

    assert numbers(found, "complaints", "service") == {"lighting": 20, "potholes": None, "trees": None}
    assert found.over_all("")["complaints"].value == 30


async def test_what_one_table_hides_no_other_gives_back(application: Application):
    """
    Of the services of all bodies and of one body, and of the bodies: the same cells are hidden everywhere.

    Hidden table by table, a second cell of one could be read in another.
    """
    counts = [("town", "lighting", 20), ("town", "trees", 2), ("port", "quays", 7), ("port", "cranes", 9)]

    found = await of(application, quarter(counts))

    everywhere = numbers(found, "complaints", "service")
    in_town = numbers(found, "complaints", "service", "town")
    in_port = numbers(found, "complaints", "service", "port")
    assert everywhere["trees"] is in_town["trees"] is None
    assert in_town["lighting"] is None, "with the sum of the body it would give back what is hidden"
    for service in ("lighting", "trees"):
        assert everywhere[service] == in_town[service]
    for service in ("quays", "cranes"):
        assert everywhere[service] == in_port[service]


async def test_the_same_number_under_another_name_is_hidden_too(application: Application):
    found = await of(application, quarter([("town", "lighting", 20), ("town", "trees", 2)], upheld=12))

    for place, figures in found.places.items():
        if figures["complaints"].state == "hidden":
            assert figures["escalated"].denominator is None, place


async def test_few_found_right_hide_how_many_were_found_wrong(application: Application):
    found = await of(application, quarter([("town", "lighting", 20)], upheld=3))

    upheld = found.over_all("")["upheld"]
    assert (upheld.state, upheld.numerator, upheld.denominator, upheld.value) == ("hidden", None, None, None)


async def test_no_percentage_is_given_of_fewer_than_ten(application: Application):
    found = await of(application, quarter([("town", "lighting", 9)], upheld=9))

    upheld = found.over_all("")["upheld"]
    assert (upheld.state, upheld.numerator, upheld.denominator, upheld.value) == ("too few", 9, 9, None)


async def test_of_nothing_there_is_no_percentage(application: Application):
    found = await of(application, quarter([("town", "lighting", 9)]))

    assert found.over_all("")["put_right"].state == "nothing"
    assert found.over_all("")["put_right"].value is None


async def test_no_line_that_adds_up_has_just_one_gap(application: Application):
    counts = [
        (body, service, number * 5 % 13 + 1)
        for number, (body, service) in enumerate((body, one) for body, services in BODIES.items() for one in services)
    ]

    found = await of(application, quarter(counts, upheld=4))

    cuts = [("", by) for by in BY] + [(body, by) for body in found.bodies for by in BY if by != "body"]
    lines = [
        [*numbers(found, "complaints", by, body).values(), found.over_all(body)["complaints"].value]
        for body, by in cuts
    ]
    shown = [line for line in lines if None not in line]
    assert shown
    assert all(sum(number or 0 for number in line[:-1]) == line[-1] for line in shown)
    assert all(line.count(None) != 1 for line in lines)
    assert all(value is None or value == 0 or value > 4 for line in lines for value in line)


async def test_months_are_those_of_receipt_for_what_came_in_and_of_the_answer_for_what_went_out(
    application: Application,
):
    answered = [
        make_fact(f"c{number}", received="2026-01-20T09:00:00", closed_at="2026-02-02T09:00:00", outcome="upheld")
        for number in range(12)
    ]

    found = await of(application, answered)

    rows = found.rows_of("", "month")
    assert rows["2026-01"]["complaints"].value == 12
    assert rows["2026-02"]["upheld"].denominator == 12
    assert "still_open_late" not in rows["2026-01"]
    assert Place("", "month", "2026-01") in found.places


async def test_figures_are_counted_once_for_the_same_facts(application: Application, monkeypatch: pytest.MonkeyPatch):
    first = await of(application, quarter([("town", "lighting", 11)]))

    def fail(*_arguments: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr("reports.actions.publish.figures", fail)
    second = await publication(application)

    assert second.places is first.places
