"""The server: every surface in one application, assembled here and nowhere else."""

import os
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Litestar, Request, get
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router

from complaints.app.boundary import Application, open_application
from complaints.app.compressing import Compressed
from complaints.app.features import CONTROLLERS
from complaints.app.middleware import FOR_STAFF, Guarded
from complaints.app.problems import HANDLERS
from complaints.app.redis import Relay
from complaints.app.runner import InProcessRunner
from complaints.app.settings import Settings, load_settings
from complaints.domain.access import PUBLIC, Actor
from complaints.kernel.charters import CharterBook
from complaints.kernel.keys import Keyring
from complaints.kernel.rendering import static_dir
from complaints.kernel.theme import Theme, read_theme
from complaints.kernel.work import Boundary, Work
from complaints.web import cookies
from complaints.web.whose import whose_case
from standards.clock import Clock

BODY_LIMIT = 1_000_000
ONE_YEAR = 31_536_000
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(slots=True)
class Home:
    """What pages lean on."""

    charters: CharterBook
    keys: Keyring
    clock: Clock
    secure: bool
    trial: bool
    theme: Theme
    session_longest: timedelta
    draft_lasts: timedelta


def create_app(
    settings: Settings | None = None, application: Application | None = None, *, runner: bool = True
) -> Litestar:
    """
    Return the server for *settings*, by default those of the environment.

    Without Redis it works the outbox itself; with *runner* false nobody does,
    for tests that do so by hand.
    """
    settings = settings or load_settings(os.environ)
    application = application or open_application(settings)
    theme = read_theme(settings.colour, settings.logo)

    async def provide_work(request: Request[Any, Any, Any]) -> AsyncGenerator[Work, None]:
        # On the public's pages an officer is somebody like everybody else, with or without a case of their own.
        at_work = request.url.path.startswith(FOR_STAFF)
        actor = request.scope["state"]["actor"] if at_work else _whose_case(request, application, settings)
        async with application.work(actor, reading=request.method in SAFE) as work:
            yield work

    async def provide_boundary() -> Boundary:
        return application

    app = Litestar(
        route_handlers=[_health, *_static(), *CONTROLLERS],
        dependencies={"work": Provide(provide_work), "boundary": Provide(provide_boundary)},
        lifespan=[_life(settings, application, theme, runner=runner)],
        csrf_config=_csrf(settings, application),
        exception_handlers=HANDLERS,
        request_max_body_size=BODY_LIMIT,
        openapi_config=OpenAPIConfig(
            title="Redress", version="1", path="/openapi.json", render_plugins=[JsonRenderPlugin(path="/")]
        ),
        logging_config=None,
        debug=False,
    )
    # Around all of it: the framework's own middleware stands behind its router, which answers 404 and 403 by itself.
    guarded = Guarded(settings, application)(app.asgi_handler)
    app.asgi_handler = Compressed(secure=settings.secure)(guarded)
    return app


def _whose_case(request: Request[Any, Any, Any], application: Application, settings: Settings) -> Actor:
    kept = request.cookies.get(cookies.name(cookies.CASE, secure=settings.secure))
    return whose_case(application.keys, kept, application.clock.now())


@get("/health", include_in_schema=False, media_type="text/plain")
async def _health() -> str:
    """Say that the process answers."""
    return "ok"


def _static() -> Sequence[Any]:
    return [
        create_static_files_router(
            path="/static",
            directories=[static_dir()],
            include_in_schema=False,
            cache_control=CacheControlHeader(max_age=ONE_YEAR, public=True, immutable=True),
        )
    ]


def _csrf(settings: Settings, application: Application) -> CSRFConfig:
    return CSRFConfig(
        secret=application.keys.derive("csrf").hex(),
        cookie_name=cookies.name(cookies.CSRF, secure=settings.secure),
        cookie_secure=settings.secure,
        cookie_httponly=True,
        cookie_samesite="lax",
        # What everybody may keep must hand nobody's token to somebody else.
        exclude=["^/api/", "^/open311/", "^/hooks/", "^/static/"],
    )


def _life(settings: Settings, application: Application, theme: Theme, *, runner: bool) -> Any:
    @asynccontextmanager
    async def life(app: Litestar) -> AsyncIterator[None]:
        app.state.application = application
        app.state.house = Home(
            application.charters,
            application.keys,
            application.clock,
            settings.secure,
            settings.trial,
            theme,
            timedelta(seconds=settings.session_longest),
            timedelta(hours=settings.draft_hours),
        )
        async with application.work(PUBLIC, reading=True):
            """Read the charters before the first page is asked for."""
        working = _runner(settings, application) if runner and settings.background else None
        if working:
            await working.start()
        try:
            yield
        finally:
            if working:
                await working.stop()
            await application.close()

    return life


def _runner(settings: Settings, application: Application) -> InProcessRunner | Relay:
    if settings.redis_url:
        return Relay(application, settings.redis_url)
    return InProcessRunner(application, sweep_every=settings.sweep_every)
