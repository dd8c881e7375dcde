"""Reports over the web: who may have one made, that it is made once, and that its files are given out as written."""

import json
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import select, update

from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM, Role
from complaints.kernel.outbox import JobRow
from reports.actions.order import order
from reports.actions.run import Order, folder_of_run
from reports.jobs import refresh_facts, run_report
from reports.messages import RefreshFacts, RunReport
from reports.parts import MANIFEST
from reports.tables import RunRow
from standards.errors import NotAllowed
from tests.browse import Browser, a_browser
from tests.play import MONDAY, lodge_one, staff

pytestmark = pytest.mark.on_sqlite

RUN = UUID(int=7)


@pytest.fixture
async def councillor(application: Application) -> str:
    await staff(application, Role.COUNCILLOR, bodies=(), username="councillor")
    return "councillor"


async def runs(application: Application) -> list[RunRow]:
    async with application.work(SYSTEM, reading=True) as work:
        return list(await work.session.scalars(select(RunRow)))


async def jobs(application: Application) -> list[JobRow]:
    async with application.work(SYSTEM, reading=True) as work:
        return list(await work.session.scalars(select(JobRow).where(JobRow.name == RunReport.name)))


async def keep(application: Application, files: Mapping[str, bytes], *, on_the_shelf: bool = True) -> None:
    """Keep a run with these files, as a job would have made it."""
    async with application.work(SYSTEM) as work:
        work.session.add(RunRow(
            id=RUN, report="council_pack", body=None, period="2026-Q1", as_of=work.now, charter_hash="ab" * 32,
            parts=[], files=[[name, sha256(content).hexdigest()] for name, content in files.items()],
            run_at=work.now, run_by="system",
        ))  # fmt: skip
    if on_the_shelf:
        folder = folder_of_run(application, RUN)
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)


async def test_a_councillor_has_a_report_made_and_takes_every_file_home(application: Application, councillor: str):
    await lodge_one(application)
    async with a_browser(application) as browser:
        await browser.sign_in(councillor)
        empty = await browser.get("/reports")
        assert "There is no report yet" in empty.text
        assert empty.form("/reports").fields["period"] == "2025-Q4"

        ordered = await browser.post("/reports", period="2026-Q1")
        assert (ordered.status, ordered.path) == (200, "/reports")
        assert "We are making it" in ordered.text
        assert "In progress Report to the council, All bodies, 2026-Q1" in ordered.text

        await drain(application)
        page = await browser.get("/reports")
        assert "In progress" not in page.text
        [run] = await runs(application)
        assert run.charter_hash[:12] in page.text
        files = {kind: await browser.client.get(f"/reports/{run.id}/{kind}") for kind in written(run)}

    assert set(files) == {"html", "pdf", "csv", "xlsx", "json"}
    for kind, response in files.items():
        assert response.status_code == 200
        assert response.headers["content-disposition"] == f'attachment; filename="council-pack-all-2026-Q1.{kind}"'
        assert response.headers["x-content-type-options"] == "nosniff"
        assert sha256(response.content).hexdigest() == written(run)[kind]
    assert files["pdf"].content.startswith(b"%PDF-")
    assert json.loads(files["json"].content)["period"] == "2026-Q1"
    assert run.run_by.startswith("councillor:")


def written(run: RunRow) -> dict[str, str]:
    return {name.rpartition(".")[2]: digest for name, digest in run.files}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.REVIEWER])
async def test_for_others_of_staff_there_is_nothing_here(application: Application, role: Role):
    somebody = await staff(application, role, username="somebody")
    await keep(application, {"a.csv": b"1"})

    async with a_browser(application) as browser:
        await browser.sign_in("somebody")
        answers = [
            await browser.get("/reports"),
            await browser.post("/reports", report="council_pack", period="2026-Q1"),
            await browser.get(f"/reports/{RUN}/csv"),
        ]
        nowhere = await browser.get("/nowhere")

    assert [page.status for page in answers] == [404, 404, 404]
    assert {page.title for page in answers} == {nowhere.title}
    assert await jobs(application) == []
    with pytest.raises(NotAllowed):
        async with application.work(somebody) as work:
            await order(work, Order(report="council_pack"), key="k")


async def test_whoever_is_not_signed_in_is_asked_to(application: Application):
    async with a_browser(application) as browser:
        assert (await browser.get("/reports")).path == "/sign-in"
        assert (await browser.get(f"/reports/{RUN}/csv")).path == "/sign-in"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OMBUDSPERSON])
async def test_administration_and_the_office_see_them_too(application: Application, role: Role):
    await staff(application, role, bodies=(), username="somebody")

    async with a_browser(application) as browser:
        await browser.sign_in("somebody")
        assert (await browser.get("/reports")).title == "Reports"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"period": "soon"}, "is not a period", id="a period that is none"),
        pytest.param({"period": ""}, "is not a period", id="no period"),
        pytest.param({"period": "2026-Q1", "report": "gossip"}, "There is no report", id="a report there is none of"),
        pytest.param({"period": "2026-Q1", "body": "elsewhere"}, "There is no body", id="a body there is none of"),
    ],
)
async def test_what_there_is_none_of_is_said_beside_what_was_typed(
    application: Application, councillor: str, said: dict[str, str], words: str
):
    async with a_browser(application) as browser:
        await browser.sign_in(councillor)
        await browser.get("/reports")
        page = await browser.post("/reports", **said)

    assert page.status == 400
    assert words in page.text
    assert page.form("/reports").fields["period"] == said["period"]
    assert await jobs(application) == []


async def test_sent_twice_it_is_made_once(application: Application, councillor: str):
    async with a_browser(application) as browser:
        await browser.sign_in(councillor)
        form = (await browser.get("/reports")).form("/reports").fields
        for _ in range(2):
            await browser.post("/reports", **form)
        await browser.get("/reports")
        await browser.post("/reports")

    assert len(await jobs(application)) == 2


async def test_the_last_quarter_is_that_of_the_order(application: Application):
    async with application.work(SYSTEM) as work:
        await order(work, Order(report="council_pack"), key="k")

    assert (await jobs(application))[0].args["period"] == "2025-Q4"


async def test_a_job_that_runs_twice_makes_one_report(application: Application):
    message = RunReport(run_id=RUN, report="council_pack", body="city_works", period="2025-Q4", ordered_by="system")
    await run_report(application, message, MONDAY)
    before = {path.name: path.stat().st_mtime_ns for path in folder_of_run(application, RUN).iterdir()}

    await run_report(application, message, MONDAY + timedelta(minutes=6))

    assert [run.body for run in await runs(application)] == ["city_works"]
    assert {path.name: path.stat().st_mtime_ns for path in folder_of_run(application, RUN).iterdir()} == before


async def test_one_that_could_not_be_made_says_so_for_a_week(application: Application, councillor: str):
    async with application.work(SYSTEM) as work:
        await order(work, Order(report="council_pack"), key="k")
    async with application.work(SYSTEM) as work:
        await work.session.execute(update(JobRow).values(status="dead"))

    async with a_browser(application) as browser:
        await browser.sign_in(councillor)
        page = await browser.get("/reports")
        assert "Could not be made Report to the council" in page.text
        application.clock.advance_to(MONDAY + timedelta(days=8))
        await browser.sign_in(councillor)
        assert "Could not be made" not in (await browser.get("/reports")).text


@pytest.mark.parametrize("kind", ["exe", "csv.bak", "%2e%2e%2fcsv", "html"])
async def test_only_files_of_the_report_are_given_out(application: Application, councillor: str, kind: str):
    await keep(application, {"pack.csv": b"1"})

    async with a_browser(application) as browser:
        await browser.sign_in(councillor)
        assert (await download(browser, f"{RUN}/csv")).status_code == 200
        assert (await download(browser, f"{RUN}/{kind}")).status_code in {400, 404}
        assert (await download(browser, f"{UUID(int=8)}/csv")).status_code == 404


async def download(browser: Browser, path: str):
    return await browser.client.get(f"/reports/{path}", follow_redirects=False)


async def test_a_file_that_was_changed_is_not_given_out(application: Application, councillor: str):
    await keep(application, {"pack.csv": b"1"})
    (folder_of_run(application, RUN) / "pack.csv").write_bytes(b"2")

    async with a_browser(application) as browser:
        await browser.sign_in(councillor)
        page = await browser.get(f"/reports/{RUN}/csv")

    assert page.status == 409
    assert "has changed since the report was made" in page.text


async def test_a_report_made_on_the_command_line_is_listed_without_files(application: Application, councillor: str):
    await keep(application, {"pack.csv": b"1"}, on_the_shelf=False)

    async with a_browser(application) as browser:
        await browser.sign_in(councillor)
        assert "Not kept here" in (await browser.get("/reports")).text
        assert (await browser.get(f"/reports/{RUN}/csv")).status == 404


async def test_facts_are_brought_up_by_a_job_of_their_own(application: Application):
    await lodge_one(application)

    await refresh_facts(application, RefreshFacts(), MONDAY)

    assert (application.data / "facts" / MANIFEST).is_file()
