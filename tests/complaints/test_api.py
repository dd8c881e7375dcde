"""The API for programs: what cannot be used is refused with the path of each fault, never half-done."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from complaints.actions.agree import HelperDraft, agree
from complaints.app.asgi import create_app
from complaints.app.boundary import Application
from complaints.app.settings import Settings
from complaints.domain.access import SYSTEM, person
from complaints.domain.consent import Relation, Scope
from complaints.schemas import Contact
from complaints.store import id_of

PATH = "/api/v1/cases"


async def _post(application: Application, said: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
    async with AsyncTestClient(create_app(Settings(), application, runner=False)) as client:
        answer = await client.post(PATH, json=said)
    return answer.status_code, answer.json(), answer.headers["content-type"]


async def test_every_fault_is_named_with_its_path(application: Application) -> None:
    said = {"kind": "complant", "narrativ": "Bins.", "contact": {"email": "x", "zap": 1}}
    status, problem, kind = await _post(application, said)

    assert (status, kind) == (400, "application/problem+json")
    assert {fault["path"] for fault in problem["faults"]} == {
        "kind", "narrativ", "narrative", "contact.zap", "contact.email",
    }  # fmt: skip


@pytest.mark.parametrize("field", ["narrative", "wants", "place"])
async def test_a_sign_no_database_keeps_is_refused_and_not_an_error_of_ours(
    application: Application, field: str
) -> None:
    said = {"kind": "complaint", "narrative": "Bins."} | {field: "a\x00b"}
    status, problem, _ = await _post(application, said)

    assert status == 400
    assert [fault["path"] for fault in problem["faults"]] == [field]


@pytest.mark.on_sqlite
async def test_nobody_says_for_the_person_that_they_agreed_on_their_page(application: Application) -> None:
    acting = {"relation": "family", "contact": {"name": "Ben"}}
    said = {"kind": "complaint", "narrative": "Bins."}
    status, problem, _ = await _post(application, said | {"representative": acting | {"given": "person"}})

    assert status == 400
    assert [fault["path"] for fault in problem["faults"]] == ["representative.given"]
    assert (await _post(application, said | {"representative": acting}))[0] == 201


@pytest.mark.on_sqlite
async def test_who_acts_for_the_person_does_not_read_when_it_is_safe_to_reach_them(application: Application) -> None:
    said = {
        "kind": "complaint",
        "narrative": "Bins.",
        "contact": {"email": "maria@example.org"},
        "safe_since": "13:00",
        "safe_words": "Never when Ben is here.",
        "neutral": True,
    }
    _, receipt, _ = await _post(application, said)
    helper = HelperDraft(relation=Relation.FAMILY, scope=Scope.FOLLOW, contact=Contact(name="Ben"))
    async with application.work(SYSTEM) as work:
        key = await id_of(work.session, receipt["reference"])
    async with application.work(person(key)) as work:
        code = await agree(work, helper, key="one press")
    async with AsyncTestClient(create_app(Settings(), application, runner=False)) as client:
        own, theirs = [
            (await client.get(f"{PATH}/{receipt['reference']}", headers={"x-case-code": shown})).json()
            for shown in (receipt["code"], code)
        ]

    assert (own["safe_words"], own["safe_since"], own["neutral"]) == ("Never when Ben is here.", "13:00", True)
    assert (theirs["safe_words"], theirs["safe_since"], theirs["neutral"]) == (None, None, False)
    assert theirs["narrative"] == "Bins."
