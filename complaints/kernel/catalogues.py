"""
The sentences of the house as files for translators: found in the source, kept in `complaints/locale/*.po`.

A file holds each sentence once, in an order that does not change, without line numbers: a change of the code that
changes no sentence changes no file.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from complaints.kernel.languages import DOMAIN, locale_dir
from complaints.kernel.text import language_name

PACKAGES = ("complaints", "escalation", "reports", "standards")
TEMPLATES = ("*.html", "*.txt")
KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
JINJA = {
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
}

HEADER = """\
# {name}: what the public reads in Redress.
# Made by machine. Nobody who speaks {name} has checked it yet.
# How to correct it, or to add another language: docs/languages.md"""
MADE_BY = "made by machine, checked by no speaker"
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every file, so that a file changes only with what it says."""

PLACES = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
MARKUP = re.compile(r"</?[a-zA-Z]|&[a-z]+;")
FINAL = {".": ".\u06d4", "?": "?\u061f", "!": "!", ":": ":", ",": ",\u060c", ";": ";\u061b"}
"""The signs that end a sentence, each with those that do so in other scripts."""

COUNTERS = frozenset({"count", "n", "num"})
"""What a plural form may leave out: many languages say 'two days' without a number."""

Key = tuple[str | None, str]
Marked = tuple[str | tuple[str, ...], str | None]
"""A sentence, or its singular and plural, with its context."""


def extracted(root: Path) -> Catalog:
    """Return every sentence that is marked in the source under *root*, in English."""
    found = Catalog(domain=DOMAIN, project="Redress", version="1", creation_date=FIRST_DAY, fuzzy=False)
    found.header_comment = "# What the public reads in Redress, in English: what there is to translate."
    for path in _sources(root):
        for message, context in _in_python(path) if path.suffix == ".py" else _in_template(path):
            found.add(message, locations=[(path.relative_to(root).as_posix(), 0)], context=context)
    return found


def _in_template(path: Path) -> Iterator[Marked]:
    for _, message, _, context in extract_from_file("jinja2", path, KEYWORDS, options=JINJA):
        yield message, context


def _in_python(path: Path) -> Iterator[Marked]:
    """Yield what is said where the sentence itself stands in the call; by the syntax, so inside f-strings too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        values = (one.value if isinstance(one, ast.Constant) else None for one in node.args)
        match node.func.id, list(takewhile(lambda value: isinstance(value, str), values)):
            case "say" | "mark", [sentence, *_]:
                yield str(sentence), None
            case "say_many", [one, many, *_]:
                yield (str(one), str(many)), None
            case "say_in", [context, sentence, *_]:
                yield str(sentence), str(context)
            case _:
                continue


def read_catalogue(lang: str, folder: Path | None = None) -> Catalog:
    """Return the sentences of a language as its file has them; none where there is no file yet."""
    path = (folder or locale_dir()) / f"{lang}.po"
    if not path.is_file():
        return Catalog(locale=lang.replace("-", "_"), domain=DOMAIN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=lang.replace("-", "_"), domain=DOMAIN)


def updated(lang: str, known: Catalog, template: Catalog) -> Catalog:
    """Return a language's sentences brought up to the *template*: what is new is empty, what has gone is gone."""
    name = language_name(lang, "en")
    fresh = Catalog(
        locale=lang.replace("-", "_"),
        domain=DOMAIN,
        header_comment=known.header_comment if len(known) else HEADER.format(name=name),
        project="Redress",
        version="1",
        msgid_bugs_address="docs/languages.md",
        creation_date=FIRST_DAY,
        revision_date=FIRST_DAY,
        last_translator=known.last_translator if len(known) else MADE_BY,
        language_team=name,
        fuzzy=False,
    )
    for message in _messages(template):
        old = known.get(message.id, message.context)
        said = old.string if old is not None and isinstance(old.id, str) == isinstance(message.id, str) else None
        fresh.add(message.id, said, message.locations, context=message.context)
    return fresh


def written(catalogue: Catalog) -> bytes:
    """Return a file of sentences."""
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def faults(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with the sentences of a language, each with the English it is about."""
    yield from faults_of_keys(template, catalogue)
    wanted, had = _by_key(template), _by_key(catalogue)
    for key in wanted.keys() & had.keys():
        yield from (f"{fault}: {key[1]!r}" for fault in message_faults(had[key], catalogue.num_plurals))


def faults_of_keys(template: Catalog, catalogue: Catalog) -> Iterator[str]:
    """Yield which sentences a file lacks, and which it has that the source says no more."""
    wanted, had = _by_key(template), _by_key(catalogue)
    yield from (f"missing: {key[1]!r}" for key in wanted.keys() - had.keys())
    yield from (f"not in the source any more: {key[1]!r}" for key in had.keys() - wanted.keys())


def message_faults(message: Message, plurals: int) -> Iterator[str]:
    """Yield what is wrong with one sentence as it is said in a language."""
    english, said = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield "marked as fuzzy"
    if not any(said):
        yield "not translated"
        return
    wanted = plurals if len(english) > 1 else 1
    if len(said) != wanted or not all(said):
        yield f"not all of its {wanted} forms are given"
        return
    for form in said:
        yield from (f"{fault}: {form!r}" for fault in _form_faults(english, form))


def is_said(message: Message) -> bool:
    """Say whether somebody has said this sentence in the language of its file."""
    return any(_forms(message.string))


def _form_faults(english: Sequence[str], form: str) -> Iterator[str]:
    source = english[-1]
    may_be_left_out = COUNTERS if len(english) > 1 else frozenset()
    if places(source) - places(form) - may_be_left_out or places(form) - places(source):
        yield f"its places are not those of the English ({', '.join(sorted(places(source)))})"
    if MARKUP.search(form):
        yield "has markup"
    if _edges(form) != _edges(source):
        yield "does not begin or end with the same spaces"
    if source[-1] in FINAL and form[-1] not in FINAL[source[-1]]:
        yield f"does not end with {source[-1]!r}"


def places(text: str) -> frozenset[str]:
    """Return the names of the places in a sentence that are filled in: `{day}` or `%(day)s`."""
    return frozenset(one or other for one, other in PLACES.findall(text))


def _sources(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((root / package).rglob("*.py"))
    for pattern in TEMPLATES:
        yield from sorted((root / "templates").rglob(pattern))


def _messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the sentences of a file; its header is a message too, without an id."""
    return (message for message in catalogue if message.id)


def _by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {(message.context, _forms(message.id)[0]): message for message in _messages(catalogue)}


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)


def _edges(text: str) -> tuple[str, str]:
    """Return the spaces around a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
