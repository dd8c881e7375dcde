"""The sentences of the house for translators: taken from the source, brought up to date, checked."""

from pathlib import Path

import rich_click as click

from complaints.kernel import catalogues
from complaints.kernel.languages import DOMAIN, languages, locale_dir
from complaints.kernel.rendering import templates_dir
from complaints.kernel.text import is_language
from standards.language import ENGLISH


@click.group()
def words() -> None:
    """Sentences in other languages; these commands need the source, not an installed Redress."""


@words.command()
@click.argument("more", nargs=-1, metavar="[LANGUAGE]...")
def update(more: tuple[str, ...]) -> None:
    """
    Bring every file of sentences up to the source; a new LANGUAGE gets a file of its own.

    What is new is empty until somebody says it. What has changed in English must be said anew.
    """
    unknown = [lang for lang in more if not is_language(lang)]
    if unknown:
        raise click.UsageError(f"{unknown[0]!r} is no language; write it like fr or pt-BR.")
    template = catalogues.extracted(_root())
    (locale_dir() / f"{DOMAIN}.pot").write_bytes(catalogues.written(template))
    for lang in sorted({*languages(), *more} - {ENGLISH}):
        fresh = catalogues.updated(lang, catalogues.read_catalogue(lang), template)
        (locale_dir() / f"{lang}.po").write_bytes(catalogues.written(fresh))
        said = sum(1 for one in fresh if one.id and catalogues.is_said(one))
        click.echo(f"{lang}: {said} of {len(fresh)} sentences.")


@words.command()
def check() -> None:
    """Say what is wrong with the files of sentences; exits with 1 when anything is."""
    template = catalogues.extracted(_root())
    wrong = 0
    for lang in languages()[1:]:
        for fault in sorted(catalogues.faults(template, catalogues.read_catalogue(lang))):
            click.echo(f"{lang}: {fault}")
            wrong += 1
    click.echo(f"{len(template)} sentences in {len(languages())} languages, {wrong} faults.")
    if wrong:
        raise SystemExit(1)


def _root() -> Path:
    """Return the folder of the source: the one beside whose packages the templates stand."""
    root = templates_dir().parent
    if not (root / "standards").is_dir():
        raise click.UsageError("The source is not here: run this in a checkout of Redress.")
    return root
