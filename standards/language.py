"""The language somebody is spoken to in: sentences are written in English and said in theirs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from types import MappingProxyType

ENGLISH = "en"


class _Speech:
    """A language and the sentences known in it."""

    __slots__ = ("lang", "sentences")

    def __init__(self, lang: str, sentences: NullTranslations) -> None:
        self.lang = lang
        self.sentences = sentences


_PLAIN = _Speech(ENGLISH, NullTranslations())
_SPOKEN: ContextVar[_Speech] = ContextVar("spoken", default=_PLAIN)
_NAMES: ContextVar[Mapping[str, Mapping[str, str]]] = ContextVar("names", default=MappingProxyType({}))


@contextmanager
def speaking(lang: str, sentences: NullTranslations) -> Iterator[None]:
    """Say everything in *lang* until the block ends; one request, one job or one letter is one block."""
    token = _SPOKEN.set(_Speech(lang, sentences))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> str:
    """Return the language that is spoken now, as a BCP 47 tag: 'en', 'fr', 'ar'."""
    return _SPOKEN.get().lang


def sentences() -> NullTranslations:
    """Return what is known of the language that is spoken now, for those who translate whole templates."""
    return _SPOKEN.get().sentences


def say(message: str, /, **values: object) -> str:
    """
    Return an English sentence in the language that is spoken now, its places `{name}` filled from *values*.

    The message itself must stand in the call, so that it can be found and translated.
    """
    said = _SPOKEN.get().sentences.gettext(message)
    return said.format(**values) if values else said


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the sentence for *count* things, by the plural forms of the language; `{count}` stands for the number."""
    said = _SPOKEN.get().sentences.ngettext(one, many, count)
    return said.format(count=count, **values)


def say_in(context: str, message: str, /, **values: object) -> str:
    """Return a sentence whose English is ambiguous; *context* says to the translator which is meant."""
    said = _SPOKEN.get().sentences.pgettext(context, message)
    return said.format(**values) if values else said


def mark(message: str) -> str:
    """Return *message* as it is, but have it found for translation: it is said later, from a table."""
    return message


@contextmanager
def naming(words: Mapping[str, Mapping[str, str]]) -> Iterator[None]:
    """Call the things of a charter by *words* until the block ends: by language, each text and how it is said there."""
    token = _NAMES.set(words)
    try:
        yield
    finally:
        _NAMES.reset(token)


def named(text: str | None) -> str:
    """
    Return a text of the charter in the language that is spoken now, as it stands where the charter does not say it.

    'fr-CA' is answered from the words in fr-CA, then from those in fr.
    """
    if not text:
        return ""
    names, lang = _NAMES.get(), spoken()
    for tag in (lang, lang.partition("-")[0]):
        if text in names.get(tag, ()):
            return names[tag][text]
    return text
