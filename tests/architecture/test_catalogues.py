"""What the public reads is marked, plain, and said whole in every language of the house."""

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from jinja2 import Environment

from complaints.kernel import catalogues
from complaints.kernel.languages import DOMAIN, languages, locale_dir
from tests.architecture.tree import ROOT, modules, template_texts

TEMPLATE = catalogues.extracted(ROOT)
LANGUAGES = languages()[1:]
COMPLETE = ("ar", "es", "fr")
SAYING = frozenset({"say", "say_many", "say_in", "mark"})

FOR_THE_PUBLIC = ("public/", "components/", "messages/", "letters/", "layouts/base", "layouts/public")
ENGLISH_ALONE = ("public/sign_in.html",)
"""Pages for those who work here."""

JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
MARKING = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
NO_TEXT = re.compile(r'<(script|style)\b.*?</\1>|<p[^>]* lang="en".*?</p>|^Subject: |&\w+;', re.DOTALL | re.MULTILINE)
"""What is no text of ours to be read in a language: code, what says of itself that it is English, heads of letters."""

TAG = re.compile(r'<[^>]*>|\b[\w-]+="[^"]*"')
READ_OUT = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-label)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")

BANNED = (
    r"lodg(?:e|ed|ing)\b",
    r"pursuant",
    r"grievance",
    r"\bticket",
    r"\bSLA\b",
    r"sorry you feel",
    r"at your earliest convenience",
    r"hereby",
    r"\butili[sz]e",
    r"\b\d{1,2}/\d{1,2}\b",
)
LONGEST_SENTENCE = 30
MARKS = re.compile(r"(?<=[.!?:;])\s+")


def in_english() -> list[Message]:
    return [message for message in TEMPLATE if message.id]


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_the_languages_that_are_promised_are_there():
    assert set(COMPLETE) <= set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_said_in_every_language(lang):
    assert sorted(catalogues.faults(TEMPLATE, catalogues.read_catalogue(lang))) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_says_by_whom_it_was_made(lang):
    said = catalogues.read_catalogue(lang).header_comment

    assert "docs/languages.md" in said
    assert "Nobody who speaks" in said or "checked by" in said


def test_the_template_holds_what_the_source_says():
    with (locale_dir() / f"{DOMAIN}.pot").open("rb") as file:
        kept = catalogues.read_po(file, domain=DOMAIN)

    # `redress words update` brings it up to date.
    assert list(catalogues.faults_of_keys(TEMPLATE, kept)) == []


def test_what_is_marked_can_be_found():
    """A sentence that is put together before it is said is in no file of sentences."""
    glued = [
        module.at(node, "say a whole sentence, with places in it")
        for module in modules()
        if not module.path.startswith(("tests/", "standards/language.py"))
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING
        for argument in node.args[:1]
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
        or (node.func.id in {"mark", "say_in", "say_many"} and not _is_text(argument))
    ]

    assert glued == []


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("path", [path for path in template_texts() if path.startswith(FOR_THE_PUBLIC)])
def test_no_words_of_a_template_stay_english(path):
    if path in ENGLISH_ALONE:
        return
    assert list(_unmarked(template_texts()[path])) == []


def _unmarked(source: str) -> Iterator[str]:
    """Yield the words that stand in a template without being marked: in its text, in what is read out, in its code."""
    tokens = [(kind, value) for _, kind, value in JINJA.lex(source) if kind not in {"whitespace", "comment"}]
    text, is_said = "", False
    for place, (kind, value) in enumerate(tokens):
        if kind == "name" and value in {"trans", "endtrans"}:
            is_said = value == "trans"
        elif kind == "data" and not is_said:
            text += value
        elif kind == "string" and not is_said and re.match(r"[\"'][A-Z][a-z]", value) and not _is_marked(tokens, place):
            yield value[1:-1]
    text = NO_TEXT.sub(" ", text)
    yield from (words for words in READ_OUT.findall(text) if WORD.search(words))
    yield from WORD.findall(TAG.sub(" ", text))


def _is_marked(tokens: list[tuple[str, str]], place: int) -> bool:
    """Say whether the text at *place* is handed to something that says it, or is compared and never printed."""
    behind = tokens[place + 1][1] if place + 1 < len(tokens) else ""
    before = [value for _, value in tokens[:place]]
    while before and (before[-1] == "," or before[-1][:1] in "\"'"):
        before.pop()
    return behind == ":" or before[-1:] in (["=="], ["!="]) or (before[-1:] == ["("] and before[-2] in MARKING)


@pytest.mark.parametrize("pattern", BANNED)
def test_no_sentence_has(pattern):
    found = [form for message in in_english() for form in forms(message.id) if re.search(pattern, form, re.IGNORECASE)]

    assert found == []


def test_no_sentence_is_too_long():
    long = [
        sentence
        for message in in_english()
        for form in forms(message.id)
        # A list of words to look for is no sentence.
        if form[:1].isupper() or form.endswith(".")
        for sentence in MARKS.split(form)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]

    assert long == []


class TestTheGate:
    """The checks above find what they are for."""

    @pytest.mark.parametrize(
        ("english", "said", "fault"),
        [
            pytest.param("By {day}.", "Avant {jour}.", "places", id="another place"),
            pytest.param("By {day}.", "Avant.", "places", id="a place left out"),
            pytest.param("By %(day)s.", "Avant %(day)s", "does not end", id="no full stop"),
            pytest.param("Tell us", " Dites", "spaces", id="a space in front"),
            pytest.param("Tell us", "<b>Dites</b>", "markup", id="markup"),
            pytest.param("Tell us", "", "not translated", id="nothing"),
            pytest.param(("{count} day", "{count} days"), ("un jour", ""), "forms", id="a form left out"),
            pytest.param(
                ("{count} day of {all}", "{count} days of {all}"), ("un", "{count} de {all}"), "places", id="all"
            ),
        ],
    )
    def test_finds(self, english, said, fault):
        found = list(catalogues.message_faults(Message(english, said), 2))

        assert len(found) == 1
        assert fault in found[0]

    @pytest.mark.parametrize(
        ("english", "said"),
        [
            pytest.param("By {day}.", "قبل {day}.", id="places in another order"),
            pytest.param("Why?", "لماذا؟", id="the sign of the script"),
            pytest.param(("{count} day", "{count} days"), ("un jour", "{count} jours"), id="a number said in a word"),
        ],
    )
    def test_lets_through(self, english, said):
        assert list(catalogues.message_faults(Message(english, said), 2)) == []

    def test_finds_what_is_missing_and_what_has_gone(self):
        template, french = Catalog(), Catalog(locale="fr")
        template.add("New.")
        french.add("Old.", "Vieux.")

        assert list(catalogues.faults(template, french)) == [
            "missing: 'New.'",
            "not in the source any more: 'Old.'",
        ]

    def test_keeps_what_was_said_when_a_file_is_brought_up_to_date(self):
        template, french = Catalog(), Catalog(locale="fr")
        template.add("New.")
        template.add("Kept.")
        french.add("Kept.", "Gardé.")
        french.add("Old.", "Vieux.")

        fresh = catalogues.updated("fr", french, template)

        assert {one.id: one.string for one in fresh if one.id} == {"New.": None, "Kept.": "Gardé."}

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("<p>{{ _('Fine.') }}</p>", []),
            ("<p>{% trans day=day %}By {{ day }}.{% endtrans %}</p>", []),
            ('{{ send_button(_("Send")) }}', []),
            ('{{ pgettext("button", "Find") }}', []),
            ("<p>Bare words</p>", ["Bare", "words"]),
            ('<nav aria-label="Back">', ["Back"]),
            ('{{ send_button("Send it") }}', ["Send it"]),
            ("{# a remark #}", []),
        ],
    )
    def test_sees_words_that_are_not_marked(self, text, found):
        assert list(_unmarked(text)) == found
