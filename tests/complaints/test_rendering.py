"""Finding templates, escaping what people wrote, and naming static files."""

import hashlib
from datetime import UTC, datetime

import pytest
from jinja2 import TemplateNotFound

from complaints.kernel.rendering import asset, environment, render, static_dir, templates_dir


@pytest.fixture
def folders(tmp_path):
    """Return ours and the authority's folder, each with a page and a page in Welsh."""
    for owner in ("ours", "theirs"):
        for name in (f"{owner}-only.html", "page.html", "cy/page.html"):
            file = tmp_path / owner / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{owner} {name}", "utf-8")
    return tmp_path / "ours", tmp_path / "theirs"


class TestSearchPath:
    def test_the_authority_comes_first_and_its_language_before_that(self, folders):
        ours, theirs = folders

        assert environment(ours, [theirs], "cy").get_template("page.html").render() == "theirs cy/page.html"
        assert environment(ours, [theirs]).get_template("page.html").render() == "theirs page.html"

    def test_the_authority_in_no_language_comes_before_ours_in_the_language(self, folders):
        ours, theirs = folders
        (theirs / "cy" / "page.html").unlink()

        assert environment(ours, [theirs], "cy").get_template("page.html").render() == "theirs page.html"

    def test_what_the_authority_does_not_change_is_ours(self, folders):
        ours, theirs = folders

        assert environment(ours, [theirs]).get_template("ours-only.html").render() == "ours ours-only.html"
        assert environment(ours, lang="cy").get_template("page.html").render() == "ours cy/page.html"

    def test_a_language_is_never_a_way_out_of_the_folder(self, folders):
        ours, theirs = folders
        (ours.parent / "secret.html").write_text("secret", "utf-8")

        with pytest.raises(TemplateNotFound):
            environment(ours, [theirs], "..").get_template("secret.html")

    def test_the_macros_of_govuk_are_found(self):
        template = "govuk_frontend_jinja/components/button/macro.html"

        assert environment(templates_dir()).get_template(template)


class TestWords:
    def test_what_people_wrote_is_escaped_in_pages(self):
        jinja = environment(templates_dir())

        assert jinja.from_string("{{ words }}").render(words="<b>") == "&lt;b&gt;"

    def test_letters_in_plain_text_are_not_escaped(self, tmp_path):
        (tmp_path / "letter.txt").write_text("{{ words }}", "utf-8")

        assert environment(tmp_path).get_template("letter.txt").render(words="Bins & roads") == "Bins & roads"

    @pytest.mark.parametrize(
        "given",
        [
            pytest.param({"zone": "Africa/Johannesburg"}, id="the zone of the page"),
            pytest.param({"authority": {"time_zone": "Africa/Johannesburg"}}, id="the zone of the authority"),
        ],
    )
    def test_dates_are_read_in(self, given):
        jinja = environment(templates_dir())

        page = jinja.from_string("{{ at | date_words }}").render(at=datetime(2027, 3, 16, 23, tzinfo=UTC), **given)

        assert page == "Wednesday 17 March 2027"

    def test_filters_speak_the_language_of_the_page(self):
        jinja = environment(templates_dir())
        source = "{{ at | date_words }}; {{ 20 | days_words }}; {{ 1234.5 | thousands(1) }}"

        page = jinja.from_string(source).render(at=datetime(2027, 3, 16, tzinfo=UTC), lang="de")

        assert page == "Dienstag, 16. März 2027; 20 Tage; 1\u202f234,5"

    def test_a_name_renders_from_anywhere(self):
        assert "We cannot find this page" in render("public/not_found.html", lang="en")


class TestAssets:
    def test_the_address_changes_with_the_file(self):
        digest = hashlib.sha256((static_dir() / "redress.css").read_bytes()).hexdigest()

        assert asset("redress.css") == f"/static/redress.css?v={digest[:12]}"

    def test_a_file_that_is_not_there_is_noticed(self):
        with pytest.raises(FileNotFoundError):
            asset("no-such.css")
