"""Pages in the reader's language: chosen, remembered, and never shown to somebody who reads another."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from complaints.app.boundary import Application
from complaints.kernel.languages import best_of, offered
from complaints.kernel.rendering import render
from complaints.web import cookies
from standards.language import naming
from tests.browse import Browser, a_browser
from tests.play import an_application

PAGES = [
    "/",
    "/tell",
    "/thank",
    "/track",
    "/track/lost",
    "/ombudsperson",
    "/standards",
    "/standards?q=bins",
    "/standards/history",
    "/standards/services/bin_collection",
    "/standards/promises/missed_bin",
    "/standards/versions/1",
    "/standards/versions/9",
    "/not-a-page",
]
"""What everybody can open without having sent anything."""


@pytest.fixture
async def application(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    async with an_application(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
async def browser(application: Application) -> AsyncIterator[Browser]:
    async with a_browser(application) as made:
        yield made


async def ask(browser: Browser, path: str, **headers: str) -> Any:
    return await browser.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def html_of(answer: Any) -> str:
    """Return the tag that says in which language a page is, and in which direction it is read."""
    found = re.search(r"<html[^>]*>", answer.text)
    return found[0] if found else ""


class TestEveryPage:
    @pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl"), ("es", "ltr")])
    async def test_says_in_which_language_it_is_and_how_it_is_read(
        self, browser: Browser, lang: str, direction: str
    ) -> None:
        for path in PAGES:
            answer = await ask(browser, path, accept_language=lang)
            assert f'lang="{lang}" dir="{direction}"' in html_of(answer), path

    async def test_leads_to_itself_in_the_other_languages(self, browser: Browser) -> None:
        page = await browser.get("/standards?q=bins")

        links = re.findall(r'href="(\?[^"]*lang=\w+)"[^>]*hreflang="(\w+)"', page.source)
        assert links == [(f"?q=bins&amp;lang={lang}", lang) for lang in ("en", "fr", "ar", "es")]

    async def test_stays_in_the_language_that_was_chosen(self, browser: Browser) -> None:
        await browser.get("/standards?lang=ar")

        assert 'lang="ar" dir="rtl"' in html_of(await ask(browser, "/track", accept_language="fr"))

    async def test_in_a_language_nobody_speaks_is_in_the_first_of_the_authority(self, browser: Browser) -> None:
        for asked in ("ja", "xx-nonsense", ";q=", "fr;q=0"):
            assert 'lang="en"' in html_of(await ask(browser, "/track", accept_language=asked)), asked


class TestWhatTheCharterSays:
    async def test_is_said_in_the_language_of_the_page(self, browser: Browser) -> None:
        page = await browser.get("/standards?lang=fr")

        assert "Collecte des poubelles" in page.text
        assert "Nous repassons pour une poubelle oubliée dans les 2 jours ouvrés après votre message." in page.text
        assert "Bin collection" not in page.text

    @pytest.mark.parametrize(
        ("lang", "said"),
        [
            ("fr", "poubelle oubliée"),
            ("fr", "ma POUBELLE OUBLIEE n'est pas vidée"),
            ("ar", "حاوية لم تفرغ"),
            ("es", "contenedor sin vaciar"),
            ("fr", "missed bin"),
        ],
    )
    async def test_is_found_by_the_words_of_each_language(self, browser: Browser, lang: str, said: str) -> None:
        page = await browser.get("/standards", q=said, lang=lang)

        assert "/standards/services/bin_collection" in page.source

    async def test_stays_as_it_is_where_nobody_has_said_it(self, browser: Browser) -> None:
        page = await browser.get("/standards/services/bin_collection?lang=fr")

        assert "Calder Bay service standards 2024, part 1" in page.text

    def test_is_said_in_whatever_is_rendered_in_a_language(self) -> None:
        authority, ombudsperson = {"name": "Town"}, {"name": "the Ombudsperson", "about": "Independent."}
        with naming({"fr": {"the Ombudsperson": "le médiateur"}}):
            french = render("public/ombudsperson.html", lang="fr", authority=authority, ombudsperson=ombudsperson)
            english = render("public/ombudsperson.html", lang="en", authority=authority, ombudsperson=ombudsperson)

        assert "Le médiateur</h1>" in french
        assert "Independent." in french
        assert "The Ombudsperson</h1>" in english


class TestKeeping:
    async def test_each_language_has_a_tag_of_its_own(self, browser: Browser) -> None:
        tags = {lang: (await ask(browser, "/standards", accept_language=lang)).headers["etag"] for lang in ("en", "fr")}
        again = await ask(browser, "/standards", accept_language="fr", if_none_match=tags["fr"])
        other = await ask(browser, "/standards", accept_language="fr", if_none_match=tags["en"])

        assert tags["en"] != tags["fr"]
        assert (again.status_code, other.status_code) == (304, 200)

    async def test_says_by_what_the_language_was_chosen(self, browser: Browser) -> None:
        answer = await ask(browser, "/standards", accept_language="ar")

        assert answer.headers["vary"].startswith("Accept-Language, Cookie")
        assert answer.headers["content-language"] == "ar"

    async def test_the_words_of_a_charter_are_not_kept_in_the_language_asked_for_first(self, browser: Browser) -> None:
        for lang, name in [
            ("fr", "Collecte des poubelles"),
            ("en", "Bin collection"),
            ("es", "Recogida de contenedores"),
        ]:
            assert name in (await ask(browser, "/standards", accept_language=lang)).text


class TestPrograms:
    async def test_are_answered_in_english_whatever_their_browser_says(self, browser: Browser) -> None:
        plain = await ask(browser, "/standards.json")
        french = await ask(browser, "/standards.json", accept_language="fr")
        browser.plant(cookies.name(cookies.LANGUAGE, secure=False), "fr")
        remembered = await ask(browser, "/standards.json")

        assert plain.content == french.content == remembered.content
        assert plain.json()["standards"][0]["within"] == "2 working days"

    async def test_are_answered_in_a_language_they_ask_for(self, browser: Browser) -> None:
        answer = await ask(browser, "/standards.json?lang=fr")

        assert answer.json()["standards"][0]["what"].startswith("Nous repassons")
        assert answer.json()["standards"][0]["limit"]["text"] == "2 working days, counted from the next open day"
        assert "set-cookie" not in answer.headers

    async def test_are_told_of_problems_in_english(self, browser: Browser) -> None:
        answer = await ask(browser, "/standards/versions/99.json", accept_language="fr")

        assert answer.json()["detail"] == "There is no version 99 of the register."


class TestChoosing:
    @pytest.mark.parametrize(
        ("wanted", "accepted", "found"),
        [
            pytest.param("fr", "en", "fr", id="chosen"),
            pytest.param("de", "fr", "fr", id="chosen where we do not speak it"),
            pytest.param(None, "fr-CA, en;q=0.8", "fr", id="a region"),
            pytest.param(None, "en;q=0.3, ar;q=0.9", "ar", id="by weight"),
            pytest.param(None, "", "en", id="nothing said"),
        ],
    )
    def test_takes(self, wanted: str | None, accepted: str, found: str) -> None:
        assert best_of(wanted, accepted, ["en", "fr", "ar"]) == found

    def test_offers_only_what_there_are_sentences_in(self) -> None:
        assert offered(["ja", "ar", "en"]) == ["ar", "en"]
        assert offered(["ja"]) == ["en"]
