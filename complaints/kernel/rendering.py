"""Turns a template and finished values into text: pages, messages and letters alike."""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context

from complaints.domain.privacy import name_seen_by
from complaints.kernel import text
from complaints.kernel.languages import speaking
from standards.language import named, say_in, sentences

GOVUK = "govuk_frontend_jinja"
STATIC_URL = "/static"


def templates_dir() -> Path:
    """Return the folder of our templates: inside the installed package, or beside it in a checkout."""
    packaged = Path(str(files("complaints"))) / "templates"
    return packaged if packaged.is_dir() else packaged.parent.parent / "templates"


def static_dir() -> Path:
    """Return the folder that is served at /static/."""
    return Path(str(files("complaints"))) / "static"


def environment(templates_dir: Path, extra: Sequence[Path] = (), lang: str | None = None) -> Environment:
    """
    Return the environment that finds templates in *extra*, then in *templates_dir*.

    Each folder is searched in the language first: the authority's folder in the language, the authority's folder,
    ours in the language, ours. Names that are missing print nothing: the GOV.UK macros rely on it, so a test looks
    for undeclared names instead.
    """
    jinja = Environment(
        loader=_loader([*extra, templates_dir], lang),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
        # An upgrade under a running process never mixes two versions, and a form renders a quarter faster.
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    # Sentences are found in English and said in the language that is spoken while the template is rendered.
    jinja.policies["ext.i18n.trimmed"] = True
    jinja.install_gettext_callables(  # type: ignore[attr-defined]  # the extension puts it there
        lambda words: sentences().gettext(words),
        lambda one, many, count: sentences().ngettext(one, many, count),
        newstyle=True,
        pgettext=say_in,
    )
    jinja.globals.update(asset=asset, name_seen_by=name_seen_by)
    jinja.filters.update(
        date_words=_in_context(text.date_words),
        datetime_words=_in_context(text.datetime_words),
        days_words=_in_language(text.days_words),
        thousands=_in_language(text.thousands),
        listed=_in_language(text.listed),
        begun=text.begun,
        sentence=text.sentence,
        language_name=text.language_name,
        named=named,
    )
    return jinja


def render(name: str, **context: Any) -> str:
    """Return the template of this name as text, in the language of its context."""
    lang = context.get("lang")
    template = _shipped(lang if lang and text.is_language(lang) else None).get_template(name)
    with speaking(lang):
        return template.render(context)


def asset(path: str) -> str:
    """Return the address of a static file, which changes when the file does."""
    file = static_dir() / path
    return f"{STATIC_URL}/{path}?v={_digest(file, file.stat().st_mtime_ns)}"


def _loader(folders: Sequence[Path], lang: str | None) -> BaseLoader:
    searched: list[Path] = []
    for folder in folders:
        # A language arrives from a browser: only one we know may become part of a path.
        searched += [folder / lang, folder] if lang and text.is_language(lang) else [folder]
    return ChoiceLoader([FileSystemLoader(searched), PrefixLoader({GOVUK: PackageLoader(GOVUK)})])


@lru_cache(maxsize=32)
def _shipped(lang: str | None) -> Environment:
    return environment(templates_dir(), lang=lang)


@lru_cache(maxsize=256)
def _digest(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _in_context(words: Callable[..., str]) -> Callable[..., str]:
    """Let a template leave out the time zone and the language of the page it is on."""

    @pass_context
    def filtered(context: Context, value: Any, zone: Any = None, lang: str | None = None) -> str:
        return words(value, zone or _zone(context), lang or _language(context))

    return filtered


def _in_language(words: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def filtered(context: Context, value: Any, *options: Any, lang: str | None = None) -> str:
        return words(value, *options, lang=lang or _language(context))

    return filtered


def _zone(context: Context) -> Any:
    # The environment's getattr, because an authority may be an object or a mapping.
    return context.get("zone") or context.environment.getattr(context.get("authority"), "time_zone") or "UTC"


def _language(context: Context) -> str:
    return context.get("lang") or text.DEFAULT_LANGUAGE
