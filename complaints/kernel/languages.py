"""The languages the house speaks: one file of sentences each, `complaints/locale/<language>.po`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from complaints.kernel.text import is_language
from standards.language import ENGLISH
from standards.language import speaking as speaking_from

DOMAIN = "redress"


def locale_dir() -> Path:
    """Return the folder of the files of sentences."""
    return Path(str(files("complaints"))) / "locale"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages there are sentences in, English first."""
    return (ENGLISH, *sorted(path.stem for path in locale_dir().glob("*.po")))


def offered(wanted: Sequence[str]) -> list[str]:
    """Return which of an authority's languages a page can be read in; English when there are sentences in none."""
    known = languages()
    return [lang for lang in wanted if lang in known or lang.partition("-")[0] in known] or [ENGLISH]


@lru_cache(maxsize=32)
def sentences(lang: str) -> NullTranslations:
    """
    Return the sentences of a language; of a language we have none in, English is spoken.

    'fr-CA' is answered from fr-CA.po, then from fr.po. The file is read once a process.
    """
    for name in (lang, lang.partition("-")[0]):
        path = locale_dir() / f"{name}.po"
        if is_language(name) and path.is_file():
            with path.open("rb") as file:
                catalogue = read_po(file, locale=name.replace("-", "_"), domain=DOMAIN)
            compiled = BytesIO()
            write_mo(compiled, catalogue)
            compiled.seek(0)
            return Translations(compiled, domain=DOMAIN)
    return NullTranslations()


@contextmanager
def speaking(lang: str | None) -> Iterator[None]:
    """Say everything in *lang* until the block ends; English for none."""
    spoken = lang or ENGLISH
    with speaking_from(spoken, sentences(spoken)):
        yield


def best_of(wanted: str | None, accepted: str, offered: Sequence[str]) -> str:
    """
    Return which of the languages *offered* suits: the one chosen, else the first that a browser *accepted*.

    *accepted* is an Accept-Language header (RFC 9110, 12.5.4); the first offered suits everybody else.
    """
    if wanted in offered:
        return str(wanted)
    ranked = sorted(_ranked(accepted), key=lambda pair: -pair[1])
    return negotiate_locale([tag for tag, weight in ranked if weight > 0], list(offered), sep="-") or offered[0]


def _ranked(accepted: str) -> Iterator[tuple[str, float]]:
    for part in accepted[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            yield tag.strip(), float(weight or 1)
        except ValueError:
            continue
