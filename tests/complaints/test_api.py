"""The API for programs: what cannot be used is refused with the path of each fault, never half-done."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from complaints.app.asgi import create_app
from complaints.app.boundary import Application
from complaints.app.settings import Settings

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
