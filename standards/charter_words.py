"""How a charter says its own texts in the other languages of its authority."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale, UnknownLocaleError

from standards.charter_parts import Authority
from standards.charter_reading import Reader

Words = dict[str, dict[str, str]]
"""By language, each text as it stands in the charter, and how it is said there."""

SECTION = "words"
SAID = frozenset(
    {
        "name",
        "about",
        "notice",
        "who",
        "words",
        "promise",
        "reasons",
        "holds",
        "why",
        "everyday",
        "hours",
        "address",
        "source",
        "section",
    }
)
"""The fields of a charter whose texts people read; every other value is for programs."""


def texts_of(raw: Mapping[str, Any]) -> set[str]:
    """Return the texts that people read in a document."""
    return set(_texts({name: part for name, part in raw.items() if name != SECTION}))


def orphans(raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each text, behind its language, that a document says in another language and no longer has itself."""
    known = texts_of(raw)
    return [(lang, text) for lang, said in raw.get(SECTION, {}).items() for text in said if text not in known]


def language_words(lang: str) -> str:
    """Return what a language is called: 'French'."""
    return str(Locale.parse(lang, sep="-").get_display_name("en"))


def read_words(reader: Reader, raw: Mapping[str, Any], authority: Authority) -> Words:
    """Read `[words.fr]`: texts of this charter, in the languages of its authority."""
    given = raw.get(SECTION, {})
    if not isinstance(given, dict):
        reader.fault((SECTION,), "must be a table for each language, such as [words.fr]")
        return {}
    known = texts_of(raw)
    return {
        lang: _in_language(reader, lang, said, known)
        for lang, said in given.items()
        if _is_theirs(reader, lang, authority)
    }


def _is_theirs(reader: Reader, lang: str, authority: Authority) -> bool:
    try:
        Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        reader.fault((SECTION, lang), f"{lang!r} is no language; write it like 'fr' or 'pt-BR'")
        return False
    if lang not in authority.languages:
        known = ", ".join(authority.languages)
        reader.fault((SECTION, lang), f"{lang!r} is no language of this authority; its languages are: {known}")
        return False
    return True


def _in_language(reader: Reader, lang: str, said: object, known: set[str]) -> dict[str, str]:
    if not isinstance(said, dict):
        reader.fault((SECTION, lang), 'must be a table, such as "Bin collection" = "Collecte des poubelles"')
        return {}
    found = {}
    for text, words in said.items():
        if text not in known:
            reader.fault(
                (SECTION, lang, text), "this text does not stand in the charter; write it just as it does there"
            )
        elif not isinstance(words, str) or not words.strip():
            reader.fault((SECTION, lang, text), "say it in this language, in quotes, or leave the line out")
        else:
            found[text] = words
    return found


def _texts(value: Any, field: str = "") -> Iterator[str]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _texts(inner, name)
        case list():
            for inner in value:
                yield from _texts(inner, field)
        case str() if field in SAID:
            yield value
        case _:
            return
