"""Checking, comparing, proposing, adopting and listing charters."""

import json
from datetime import date
from pathlib import Path

import msgspec
import rich_click as click

from complaints.actions.adopt import TWO_PEOPLE, adopt, adopt_proposal
from complaints.actions.propose import administrator, propose
from complaints.domain.access import SYSTEM
from complaints.domain.proposals import State
from complaints.kernel.charters import CharterRow, version_of
from complaints.kernel.shell import Shell, instant, shell
from complaints.kernel.work import Boundary
from complaints.reads import proposals as reads
from complaints.schemas.desk import ProposalView
from standards.charter import charter_hash, load_charter
from standards.charter_changes import changes
from standards.charter_sources import sources, unverified_limits
from standards.errors import Conflict, Invalid
from standards.packs import packs, read_pack

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
SHOWN = 12
"""So many signs of a hash tell two versions apart."""


class Pack(msgspec.Struct, frozen=True):
    """A ready charter as it is listed; `unverified_limits` counts those nobody has read in the source."""

    key: str
    name: str
    standards: int
    sources: tuple[str, ...]
    unverified_limits: int


@click.group()
def charter() -> None:
    """The document that says what people are promised."""


@charter.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
def check(file: Path, *, as_json: bool) -> None:
    """Say whether FILE is a charter; each fault names its line and field."""
    text = file.read_text(encoding="utf-8")
    try:
        found = load_charter(text)
    except Invalid as error:
        if as_json:
            click.echo(
                json.dumps(
                    {"faults": [{"line": one.line, "field": one.path, "message": one.message} for one in error.faults]}
                )
            )
        for fault in () if as_json else error.faults:
            click.echo(str(fault))
        raise SystemExit(1) from None
    good = {"name": found.name, "hash": charter_hash(text), "faults": []}
    click.echo(json.dumps(good) if as_json else f"{found.name}: a good charter, {charter_hash(text)[:SHOWN]}.")


@charter.command(name="propose")
@click.argument("file", type=FILE)
@click.option(
    "--as", "username", required=True, help="The administrator who proposes it, by the name they sign in with."
)
@click.option("--from", "since", help="The day it takes effect, as 2027-03-01; by default with its adoption.")
@click.option("--why", default="", help="Why; asked for when it is not given.")
def propose_command(file: Path, username: str, since: str | None, why: str) -> None:
    """
    Propose FILE as the next version, for somebody else to adopt.

    Prints what would change. The command line cannot prove who somebody is: it believes --as, and whoever may run
    commands here may claim to be anybody. The pages ask for a password.
    """
    text = file.read_text(encoding="utf-8")
    on = _day(since)
    said = why or click.prompt("Why")
    at = shell()
    at.migrate()

    async def run() -> list[str]:
        async with at.open() as application:
            async with application.work(SYSTEM, reading=True) as work:
                somebody = await administrator(work, username)
            async with application.work(somebody) as work:
                before = max(work.charters.history(), key=lambda one: one.version).charter if work.charters else None
                await propose(work, text, why=said, effective_on=on)
                return [one.sentence for one in changes(before, load_charter(text), on)]

    for sentence in at.run(run()):
        click.echo(sentence)
    day = on.isoformat() if on else "the day it is adopted"
    click.echo(f"Proposed by {username}, from {day}: {charter_hash(text)}")
    click.echo(
        f"Another administrator adopts it: redress charter adopt {file} --as THEIR-NAME, or on the page Charters."
    )


@charter.command(name="adopt")
@click.argument("file", type=FILE, required=False)
@click.option("--pack", help="Adopt a ready charter instead of a file.")
@click.option("--from", "since", help="When it takes effect, by default at once; a proposal says so itself.")
@click.option("--as", "username", help="The administrator who adopts what another one proposed.")
def adopt_command(file: Path | None, pack: str | None, since: str | None, username: str | None) -> None:
    """
    Adopt FILE as the next version of the charter.

    The first charter is adopted at once. Later ones need two people: an administrator proposes FILE, another one adopts
    it here with --as, or on the page Charters. The command line cannot prove who somebody is: it believes --as, and
    whoever may run commands here may claim to be anybody. The pages ask for a password.
    """
    if (file is None) == (pack is None):
        raise click.UsageError("Name either a file or a --pack.")
    text = read_pack(pack) if pack else file.read_text(encoding="utf-8") if file else ""
    at = shell()
    at.migrate()
    row = at.run(_adopt(at, text, since, username))
    click.echo(f"Adopted as version {row.version}.")
    click.echo(f"Hash {row.hash}")
    click.echo(f"In force from {row.effective_at.isoformat(timespec='seconds')}")


async def _adopt(at: Shell, text: str, since: str | None, username: str | None) -> CharterRow:
    async with at.open() as application:
        async with application.work(SYSTEM) as work:
            if not work.charters:
                zone = load_charter(text).calendar().zone
                return await adopt(work, text, effective_at=instant(since, zone) if since else None)
        if since:
            raise click.UsageError("A charter is in force: the day another one takes effect stands in its proposal.")
        return await _adopt_proposed(application, text, username)


async def _adopt_proposed(application: Boundary, text: str, username: str | None) -> CharterRow:
    """Adopt the open proposal of this very document in the name of *username*, or say what to do first."""
    fingerprint = charter_hash(text)
    async with application.work(SYSTEM, reading=True) as work:
        same = await version_of(work.session, fingerprint)
        if same is not None:
            raise Conflict(f"This document was adopted before, as version {same}.")
        proposed = await reads.proposals(work.session, State.PROPOSED)
        found = next((one for one in proposed if one.hash == fingerprint), None)
        somebody = await administrator(work, username) if username else None
    if found is None:
        raise Conflict(f"Nobody has proposed this document. {TWO_PEOPLE}")
    if somebody is None:
        raise Conflict(f"{_proposer(found)} proposed this document. Say with --as who else adopts it.")
    async with application.work(somebody) as work:
        return await adopt_proposal(work, found.id, version=found.version)


@charter.command()
@click.argument("before", type=FILE)
@click.argument("after", type=FILE)
@click.option("--from", "since", help="The day AFTER takes effect, as 2027-03-01, for the sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print path, before, after and sentence of each change as JSON.")
def diff(before: Path, after: Path, since: str | None, *, as_json: bool) -> None:
    """Say in words what changes from one charter to another; exits with 1 when something does."""
    old, new = (load_charter(file.read_text(encoding="utf-8")) for file in (before, after))
    found = changes(old, new, _day(since))
    if as_json:
        click.echo(json.dumps([msgspec.to_builtins(one) for one in found]))
    for one in () if as_json else found:
        click.echo(one.sentence)
    if found:
        raise SystemExit(1)


@charter.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print the versions as JSON.")
def list_command(*, as_json: bool) -> None:
    """List the versions adopted so far, oldest first."""
    at = shell()

    async def run() -> list[dict[str, object]]:
        async with at.open() as application, application.work(SYSTEM, reading=True) as work:
            return [
                {
                    "version": one.version,
                    "effective_at": one.effective_at.isoformat(),
                    "hash": one.hash,
                    "name": one.charter.name,
                }
                for one in work.charters.history()
            ]

    versions = at.run(run())
    if as_json:
        click.echo(json.dumps(versions))
    for one in () if as_json else versions:
        click.echo(f"{one['version']:>3}  from {one['effective_at']}  {str(one['hash'])[:SHOWN]}  {one['name']}")


@charter.command(name="packs")
@click.option("--json", "as_json", is_flag=True, help="Print the packs as JSON.")
def packs_command(*, as_json: bool) -> None:
    """List the ready charters: how much each promises, where it comes from, and what of it nobody has verified."""
    found = [
        Pack(key, one.name, len(one.standards), sources(one), unverified_limits(one)) for key, one in packs().items()
    ]
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    for pack in () if as_json else found:
        click.echo(f"{pack.key:24} {pack.name}")
        click.echo(f"{'':24} {pack.standards} standards, {pack.unverified_limits} limits nobody has verified")
        for source in pack.sources:
            click.echo(f"{'':24} from {source}")


def _proposer(proposal: ProposalView) -> str:
    return proposal.author_name or "The command line"


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.UsageError(f"{text!r} is not a day. Write it like 2027-03-01.") from None
