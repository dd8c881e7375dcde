"""What is written in English is said in the language that is spoken, and a charter is said in its own words for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from gettext import NullTranslations

import pytest

from standards.charter import load_charter
from standards.charter_parts import Recurring
from standards.counting_words import counting_words, hours_words, recurring_words, week_lines
from standards.deadlines import deadline, explanation_words
from standards.errors import Invalid
from standards.language import named, naming, say, say_in, say_many, speaking, spoken
from standards.limits import Counting, Limit
from standards.packs import read_pack
from standards.wording import day_words, list_words, moment_words, month_words, time_words, weekday_words

PACK = read_pack("calder_bay")
TOWN = load_charter(PACK)


class Sentences(NullTranslations):
    """A language of which a few sentences are known; a plural has a form for one, for two and for more."""

    def __init__(self, known: dict[str, str | tuple[str, str, str]]) -> None:
        super().__init__()
        self.known = known

    def gettext(self, message: str) -> str:
        return str(self.known.get(message, message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self.known.get(msgid1)
        return forms[min(n, 3) - 1] if isinstance(forms, tuple) else super().ngettext(msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        return str(self.known.get(f"{context}|{message}", message))


@contextmanager
def french(**known: str) -> Iterator[None]:
    """Speak French, of which the sentences in *FRENCH* are known."""
    with speaking("fr", Sentences(FRENCH | known)):
        yield


FRENCH: dict[str, str | tuple[str, str, str]] = {
    "You told us on {when}.": "Vous nous avez écrit le {when}.",
    "It is due by {end}.": "Échéance : {end}.",
    "{hour} on {day}, when the office closes": "{day} à {hour}, à la fermeture",
    "{count} working day": ("{count} jour ouvré", "deux jours ouvrés", "{count} jours ouvrés"),
    "{days} do not count.": "Ne comptent pas : {days}.",
    "hours|{start} to {end}": "de {start} à {end}",
    "days|{first} to {last}": "{first} au {last}",
    "hours|closed": "fermé",
    "first": "premier",
    "third": "troisième",
    "{places} {day} of the month": "{places} {day} du mois",
}


class TestSentences:
    def test_are_english_until_another_language_is_spoken(self):
        assert spoken() == "en"
        with french():
            assert (spoken(), say("first")) == ("fr", "premier")
        assert (spoken(), say("first")) == ("en", "first")

    def test_stay_english_where_the_language_does_not_know_them(self):
        with french():
            assert say("Not known to {who}.", who="us") == "Not known to us."

    def test_are_counted_by_the_forms_of_the_language(self):
        with french():
            told = [say_many("{count} working day", "{count} working days", count) for count in (1, 2, 5)]

        assert told == ["1 jour ouvré", "deux jours ouvrés", "5 jours ouvrés"]

    def test_of_one_english_are_told_apart_by_what_is_meant(self):
        with french():
            assert say_in("hours", "closed") == "fermé"
            assert say_in("a case", "closed") == "closed"


class TestWords:
    def test_of_dates_and_times_are_those_of_the_language(self):
        day = date(2027, 3, 16)
        with speaking("fr", NullTranslations()):
            assert day_words(day) == "mardi 16 mars 2027"
            assert month_words(day) == "mars 2027"
            assert weekday_words(0) == "lundi"
            assert time_words(time(0)) == "00:00"
            assert moment_words(day, time(10, 42)) == "mardi 16 mars 2027, 10:42"
            assert list_words(["a", "b", "c"]) == "a, b et c"
        with speaking("ar", NullTranslations()):
            assert day_words(day) == "الثلاثاء، 16 مارس 2027"

    def test_of_a_language_that_nobody_knows_are_english(self):
        with speaking("xx", NullTranslations()):
            assert day_words(date(2027, 3, 16)) == "Tuesday 16 March 2027"


class TestExplanations:
    def test_are_told_in_the_language_that_is_spoken(self):
        made = deadline(Limit(2, "working_days"), datetime(2027, 3, 15, 9, tzinfo=UTC), TOWN.calendar())
        with french():
            told = explanation_words(made.explanation)

        assert told[0] == "Vous nous avez écrit le lundi 15 mars 2027."
        assert "Ne comptent pas : samedi et dimanche." in told
        assert told[-1] == "Échéance : mercredi 17 mars 2027 à 17:00, à la fermeture."

    def test_name_a_closed_day_as_the_charter_says_it_there(self):
        made = deadline(Limit(2, "working_days"), datetime(2026, 6, 2, 9, tzinfo=UTC), TOWN.calendar())
        with french(), naming(TOWN.words):
            told = " ".join(explanation_words(made.explanation))

        assert "Fête du port" in told
        assert "Harbour Day" not in told


class TestHours:
    def test_of_a_week_are_told_in_the_language(self):
        with french():
            assert week_lines(TOWN.calendar())[0] == ("lundi au vendredi", "de 09:00 à 17:00")
            assert hours_words("") == "fermé"

    def test_that_are_not_the_same_every_week_too(self):
        rule = Recurring(day="monday", hours=(), why="formation", nth=(1, 3))
        with french():
            assert recurring_words(rule) == "Premier et troisième lundi du mois: fermé (formation)"

    def test_count_by_the_days_of_the_language(self):
        with speaking("es", NullTranslations()):
            assert "sábado, domingo y closed days do not count." in counting_words(Counting(), (5, 6))[1]


class TestLimits:
    def test_are_shown_in_the_language_and_written_in_that_of_charters(self):
        limit = Limit(2, "working_days", day_zero="included")
        with french():
            assert limit.words == "deux jours ouvrés"
            assert str(limit) == "2 working days, beginning with the day of receipt"
            assert Limit.parse(str(limit)) == limit


class TestCharters:
    def test_are_said_in_their_own_words_for_a_language(self):
        with naming(TOWN.words), speaking("fr", NullTranslations()):
            assert named("Bin collection") == "Collecte des poubelles"
            assert named("Nobody has said this") == "Nobody has said this"
            assert named(None) == ""
            assert TOWN.promises()[0].what.startswith("Nous repassons")
        assert TOWN.promises()[0].what.startswith("We come back")

    def test_are_said_to_a_region_as_to_the_whole_language(self):
        with naming(TOWN.words), speaking("fr-CA", NullTranslations()):
            assert named("Bin collection") == "Collecte des poubelles"

    def test_are_found_by_the_words_people_say(self):
        with naming(TOWN.words), speaking("fr", NullTranslations()):
            assert [one.key for one in TOWN.services_like("Ma poubelle oubliee")] == ["bin_collection"]
            assert [one.key for one in TOWN.services_like("missed bin")] == ["bin_collection"]

    def test_of_the_demonstration_say_all_the_public_reads_in_each_of_their_languages(self):
        parts = [
            *TOWN.bodies.values(),
            *TOWN.units.values(),
            *TOWN.services.values(),
            *TOWN.stages.values(),
            *TOWN.ladder,
        ]
        coded = [*TOWN.outcomes, *TOWN.remedies, *TOWN.grounds, *TOWN.closing_reasons]
        texts = {one.name for one in parts} | {one.about for one in parts} | {one.words for one in coded}
        texts |= {one.promise for one in TOWN.standards.values()} | {TOWN.authority.notice}

        assert {lang: texts - said.keys() for lang, said in TOWN.words.items()} == {
            "fr": set(),
            "ar": set(),
            "es": set(),
        }

    @pytest.mark.parametrize(
        ("words", "path", "message"),
        [
            pytest.param('[words]\nfr = "x"', "words.fr", "must be a table", id="no table"),
            pytest.param('[words.xx]\n"bins" = "x"', "words.xx", "'xx' is no language;", id="no language"),
            pytest.param('[words.cy]\n"bins" = "x"', "words.cy", "no language of this authority", id="not theirs"),
            pytest.param('[words.fr]\n"bnis" = "x"', "words.fr.bnis", "does not stand in the charter", id="not there"),
            pytest.param('[words.fr]\n"office" = "x"', "words.fr.office", "does not stand in the charter", id="a key"),
            pytest.param('[words.fr]\n"bins" = " "', "words.fr.bins", "say it in this language", id="empty"),
            pytest.param('[words.fr]\n"bins" = 3', "words.fr.bins", "say it in this language", id="no text"),
        ],
    )
    def test_with_words_that_cannot_be_are_refused_at_the_line(self, words: str, path: str, message: str):
        document = f"{PACK.partition(chr(10) + '[words.')[0]}\n{words}\n"

        with pytest.raises(Invalid) as refused:
            load_charter(document)

        fault = refused.value.faults[0]
        assert fault.path == path
        assert document.splitlines()[(fault.line or 0) - 1] in words.splitlines()
        assert message in fault.message
