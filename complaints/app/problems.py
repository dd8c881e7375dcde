"""Turning errors into answers: a problem document (RFC 9457) for programs, a page in plain words for people."""

from email.utils import format_datetime
from http import HTTPStatus
from secrets import compare_digest, token_hex
from typing import Any
from urllib.parse import quote

import msgspec
import structlog
from litestar import Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.exceptions import HTTPException, ValidationException
from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_hash, generate_csrf_token
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from complaints.kernel.limits import TooMany
from complaints.web.decode import faults_in
from complaints.web.page import AnyRequest, SignInNeeded, page
from complaints.web.submitted import new_key
from standards.errors import CaseworkError, Conflict, Fault, Invalid, NotAllowed, NotFound
from standards.language import mark, say

log = structlog.get_logger()

STATUS: dict[type[CaseworkError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.BAD_REQUEST,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
}
PROBLEM = "application/problem+json"
TELLING = ("/tell", "/thank", "/your-case/add")
"""Where people write something long."""

FOR_PROGRAMS = ("/api/", "/open311/", "/hooks/")


class Problem(msgspec.Struct, omit_defaults=True):
    """A problem document; `faults` names each wrong field and what would be right."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    faults: list[Fault] = []


def casework(request: AnyRequest, error: CaseworkError) -> Response[Any]:
    """Answer an error of ours; what one may not see is answered like what is not there."""
    if isinstance(error, SignInNeeded):
        return Redirect(f"/sign-in?next={quote(request.url.path)}", status_code=303)
    if isinstance(error, NotAllowed) and not error.open:
        error = NotFound(say("There is nothing here, or it is not yours to see."))
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    if isinstance(error, NotAllowed):
        status = HTTPStatus.FORBIDDEN
    problem = Problem(_type(error.code), status.phrase, status, error.detail, faults=list(error.faults))
    response = answer(request, problem)
    if isinstance(error, TooMany):
        response.headers["retry-after"] = format_datetime(error.again_at, usegmt=True)
    return response


def invalid(request: AnyRequest, error: ValidationException) -> Response[Any]:
    """Answer a body, path or query that cannot be read, with the path of each fault."""
    faults = _body_faults(request) or [
        Fault(str(one.get("key", "")), str(one.get("message", "")))
        for one in error.extra or []
        if isinstance(one, dict)
    ]
    detail = say("Some of what was sent cannot be used.") if faults else str(error.detail)
    return answer(request, Problem(_type("invalid"), "Bad Request", HTTPStatus.BAD_REQUEST, detail, faults=faults))


def http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Answer what the framework refuses."""
    status = HTTPStatus(error.status_code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return unexpected(request, error)
    detail = say(WORDS[status]) if status in WORDS else str(error.detail)
    return answer(request, Problem(_type(status.phrase.lower().replace(" ", "-")), status.phrase, status, detail))


def stale(request: AnyRequest, error: IntegrityError | StaleDataError) -> Response[Any]:
    """Answer a change that lost a race: nothing of it was done."""
    log.info("request.conflict", error=type(error).__name__)
    detail = say(
        "Somebody else changed this at the same moment. Nothing was changed; look at it again and try once more."
    )
    return answer(request, Problem(_type("changed-meanwhile"), "Conflict", HTTPStatus.CONFLICT, detail))


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer what nobody foresaw: no detail leaks, and it can be found in the log by its number."""
    number = token_hex(6)
    log.error("request.failed", number=number, path=request.scope.get("path_template", ""), exc_info=error)
    detail = say("Something is wrong on our side. Try again, or call us.")
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return answer(request, Problem(_type("internal"), "Internal Server Error", status, detail), number=number)


def answer(request: AnyRequest, problem: Problem, *, number: str = "") -> Response[Any]:
    """Return the problem in the form the asker can read; a person gets back what they typed."""
    path = request.url.path
    if is_for_programs(path):
        problem.instance = path
        problem.detail = f"{problem.detail} Incident {number}." if number else problem.detail
        return Response(problem, status_code=problem.status, media_type=PROBLEM)
    template = "public/not_found.html" if problem.status == HTTPStatus.NOT_FOUND else "public/problem.html"
    shown = {"title": problem.title, "detail": problem.detail, "faults": problem.faults, "reference": number}
    token = _token_again(request)
    try:
        response = page(request, template, status=problem.status, **(shown | _typed(request, problem)))
    except CaseworkError as error:
        return Response(error.detail, status_code=HTTPStatus.SERVICE_UNAVAILABLE, media_type=MediaType.TEXT)
    response.cookies += [token] if token else []
    return response


def is_for_programs(path: str) -> bool:
    """Say whether programs ask at this address; they are answered in English unless they ask for a language."""
    return path.startswith(FOR_PROGRAMS) or path.endswith(".json")


def _token_again(request: AnyRequest) -> Cookie | None:
    """
    Give a form whose token was lost a good one, and return the cookie that goes with it.

    A browser that was closed has lost the cookie and may still show the form: what was typed must not be lost.
    Only where somebody tells us something: elsewhere a form from another site could be sent by an innocent press.
    """
    state, config = ScopeState.from_scope(request.scope), request.app.csrf_config
    if config is None or isinstance(state.csrf_token, str) or not request.url.path.startswith(TELLING):
        return None
    kept = request.cookies.get(config.cookie_name, "")
    secret = kept[:CSRF_SECRET_LENGTH]
    if kept and compare_digest(kept.encode(), (secret + generate_csrf_hash(secret, config.secret)).encode()):
        state.csrf_token = kept
        return None
    state.csrf_token = generate_csrf_token(config.secret)
    return Cookie(
        key=config.cookie_name,
        value=state.csrf_token,
        path=config.cookie_path,
        secure=config.cookie_secure,
        httponly=config.cookie_httponly,
        samesite=config.cookie_samesite,
    )


def _typed(request: AnyRequest, problem: Problem) -> dict[str, Any]:
    """Return what a person sent with a form: the longest text to read and send again, the rest beside it unseen."""
    sent = ScopeState.from_scope(request.scope).form
    if not isinstance(sent, dict) or request.method != "POST" or "password" in sent:
        return {}
    given = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    texts = {name: [one for one in values if isinstance(one, str)] for name, values in given.items()}
    texts.pop("_csrf_token", None)
    if problem.status == HTTPStatus.CONFLICT and "submission_key" in texts:
        # The key stands for other words already; after any other failure it makes sending again harmless.
        texts["submission_key"] = [new_key()]
    if not any("".join(values) for values in texts.values()):
        return {}
    # What was ticked more than once is no text to show.
    field = max(texts, key=lambda name: len(texts[name][0]) if len(texts[name]) == 1 else 0)
    typed = "\n".join(texts.pop(field))
    return {"not_received": True, "typed": typed, "retry": {"to": request.url.path, "field": field, "hidden": texts}}


def _body_faults(request: AnyRequest) -> list[Fault]:
    field = request.scope["route_handler"].parsed_fn_signature.parameters.get("data")
    # The framework has read the body already; an exception handler cannot wait for it again.
    body = ScopeState.from_scope(request.scope).body
    if field is None or not isinstance(body, bytes):
        return []
    try:
        sent = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        return [Fault("", f"The body is not JSON: {error}.")]
    return faults_in(sent, field.annotation)


def _type(code: str) -> str:
    return f"urn:redress:problem:{code}"


WORDS: dict[HTTPStatus, str] = {
    HTTPStatus.NOT_FOUND: mark("There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: mark("This address does not take that."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: mark("What was sent is too large. Make it smaller, or send it in parts."),
    HTTPStatus.FORBIDDEN: mark(
        "This form was open for too long, or was sent from another site. Go back, reload the page and send it again."
    ),
}

HANDLERS: dict[Any, Any] = {
    CaseworkError: casework,
    ValidationException: invalid,
    HTTPException: http,
    IntegrityError: stale,
    StaleDataError: stale,
    Exception: unexpected,
}
