"""The command line: what it prints, and how it ends."""

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import rich_click as click

from complaints.app.cli import Shell, redress
from complaints.app.settings import Settings, load_settings
from complaints.domain.access import SYSTEM
from complaints.kernel import guard
from standards.charter import charter_hash
from standards.errors import Conflict, Invalid, NotAllowed
from standards.packs import read_pack

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on an empty data folder; its exit code and what it printed."""
    monkeypatch.setenv("REDRESS_DATA", str(tmp_path / "data"))

    def ran(*arguments: str) -> tuple[int, str]:
        try:
            redress.main(list(arguments), prog_name="redress", standalone_mode=False)
        except SystemExit as ended:
            return int(ended.code or 0), capsys.readouterr().out
        return 0, capsys.readouterr().out

    return ran


def test_every_command_says_what_it_does(run: Run) -> None:
    for name in redress.commands:
        code, printed = run(name, "--help")
        assert code == 0
        assert "Usage" in printed


def test_the_promised_commands_are_there() -> None:
    promised = {
        "serve", "work", "migrate", "doctor", "demo", "charter", "deadlines", "deadline", "import", "sweep",
        "figures", "report", "user", "verify", "words",
    }  # fmt: skip
    assert promised <= redress.commands.keys()


def test_a_good_charter_is_called_good(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "charter.toml"
    file.write_text(read_pack("calder_bay"))

    code, printed = run("charter", "check", str(file))

    assert code == 0
    assert "Calder Bay Council: a good charter" in printed


def test_a_ladder_without_a_top_is_refused_with_line_and_field(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "charter.toml"
    file.write_text(read_pack("calder_bay").replace("independent = true", "independent = false"))

    code, printed = run("charter", "check", str(file), "--json")

    fault = json.loads(printed)["faults"][0]
    assert code == 1
    assert "ladder" in fault["field"]
    assert fault["line"] > 0


def test_a_charter_is_adopted_once_and_listed(run: Run) -> None:
    code, printed = run("charter", "adopt", "--pack", "calder_bay")

    assert code == 0
    assert printed.startswith(f"Adopted as version 1.\nHash {charter_hash(read_pack('calder_bay'))}\nIn force from 20")
    versions = json.loads(run("charter", "list", "--json")[1])
    assert [(one["version"], one["name"]) for one in versions] == [(1, "Calder Bay Council")]


def test_one_date_and_why(run: Run) -> None:
    asked = ("--start", "2024-12-20T10:00", "--limit", "5 working days", "--explain")
    code, printed = run("deadline", "--calendar", "office", *asked)

    assert code == 0
    assert printed.splitlines()[0].startswith("2025-01-")
    assert "Christmas Day" in printed


def test_one_date_with_more_time_and_the_versions_it_was_counted_by(run: Run) -> None:
    asked = ("--start", "2026-03-02T10:00", "--limit", "5 working days", "--extension", "2 working days")

    words = run("deadline", *asked, "--hold", "2026-03-03T10:00/2026-03-05T12:00", "--explain")[1].splitlines()
    told = json.loads(run("deadline", *asked, "--json")[1])

    assert words[0] == "2026-03-13T17:00:00+00:00"
    assert "We needed 2 working days more." in words[6]
    assert words[-1].strip().startswith("Counted by: charter calder_bay; sha256 ")
    assert told["on"] == "2026-03-11"
    assert set(told["versions"]) == {"charter", "sha256", "holidays", "redress"}


def test_days_are_counted_as_the_charter_counts_unless_it_is_said_otherwise(run: Run) -> None:
    saturday = ("--pack", "boston_311", "--start", "2015-01-03T12:00")

    assert run("deadline", *saturday, "--limit", "1 working day")[1] == "2015-01-06T08:30:00-05:00\n"
    otherwise = "1 working day, counted from the day of receipt, a receipt from closing counts as the next open day"
    assert run("deadline", *saturday, "--limit", otherwise)[1] == "2015-01-06T12:00:00-05:00\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param(("--limit", "5x"), "is not a limit", id="limit"),
        pytest.param(("--calendar", "moon"), "there are: office, depot", id="calendar"),
        pytest.param(("--hold", "2026-03-03"), "two instants with a slash", id="hold"),
        pytest.param(("--hold", "2026-03-03T10:00/2026-03-02T10:00"), "ends before it begins", id="hold backwards"),
        pytest.param(("--extension", "soon"), "is not a limit", id="extension"),
        pytest.param(("--start", "yesterday"), "is not an instant", id="start"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_what_to_write(run: Run, more: tuple[str, str], said: str) -> None:
    with pytest.raises(click.UsageError) as refused:
        run("deadline", "--start", "2026-03-02T10:00", "--limit", "5 working days", *more)

    assert said in refused.value.message


def test_a_file_that_is_no_document_of_known_answers_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    for text, said in (("no", "not readable as JSON"), ("[]", "not a document"), ("{}", "known-answer cases")):
        file.write_text(text)
        with pytest.raises(Invalid, match=said):
            run("deadlines", "replay", str(file))


def test_a_difference_is_told_with_both_values(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    hours = {"tz": "Europe/London", "hours": {"0": [["09:00", "17:00"]]}, "closed_dates": []}
    start = "2026-03-02T09:00:00Z"
    case = {"id": "one", "kind": "minutes", "calendar": "office", "start": start, "minutes": 60, "deadline": start}
    file.write_text(json.dumps({"calendars": {"office": hours}, "cases": [case]}))

    assert run("deadlines", "replay", str(file)) == (
        1,
        "one: known 2026-03-02 09:00:00+00:00, found 2026-03-02 10:00:00+00:00\n1 cases, 1 differences.\n",
    )
    (difference,) = json.loads(run("deadlines", "replay", str(file), "--json")[1])["differences"]
    assert difference["case"] == "one"


def test_a_sweep_with_nothing_due_does_nothing(run: Run) -> None:
    run("charter", "adopt", "--pack", "calder_bay")

    assert json.loads(run("sweep", "--now", "2030-01-01T00:00:00+00:00", "--json")[1]) == {"fired": 0, "jobs": 0}


def test_the_doctor_says_how_to_get_what_is_missing(run: Run) -> None:
    code, printed = run("doctor", "--json")

    findings = {one["what"]: one for one in json.loads(printed)}
    assert code == 1
    assert findings["Database"]["remedy"] == "Run `redress migrate`."


def test_a_setting_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        load_settings({"REDRESS_PROT": "8000"})

    assert refused.value.faults[0].path == "REDRESS_PROT"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "redress.toml"
    file.write_text('port = 9000\nhost = "0.0.0.0"\n')

    found = load_settings({"REDRESS_PORT": "9001"}, file)

    assert (found.port, found.host) == (9001, "0.0.0.0")


def test_without_an_address_the_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    assert Shell(Settings(data=tmp_path)).settings.database == f"sqlite+aiosqlite:///{tmp_path}/redress.db"


async def _mark_moved(by: timedelta) -> None:
    """Let the clocks have been looked at another time than they were, and let nothing have stopped in order since."""
    async with Shell(load_settings(os.environ)).open() as application, application.work(SYSTEM) as work:
        row = await guard.state(work.session)
        assert row is not None
        row.mark, row.stopped_at = row.mark + by, None
        await work.session.flush()


def test_sweeping_now_and_then_is_no_leap_of_time(run: Run) -> None:
    run("charter", "adopt", "--pack", "calder_bay")
    assert run("sweep")[0] == 0

    code, printed = run("sweep", "--json")

    assert (code, json.loads(printed)) == (0, {"fired": 0, "jobs": 0})


def test_what_the_guard_holds_back_is_let_go_with_a_reason(run: Run) -> None:
    run("charter", "adopt", "--pack", "calder_bay")
    run("sweep")
    asyncio.run(_mark_moved(timedelta(days=3)))

    held, printed = run("sweep")
    doctor = json.loads(run("doctor", "--json")[1])
    released = run("sweep", "--release", "The machine's time was set right.", "--json")

    assert held == 1
    assert "Nothing fires until somebody says why the time is right" in printed
    assert "held back" in next(one["how"] for one in doctor if one["what"] == "Clocks")
    assert (released[0], json.loads(released[1])) == (0, {"fired": 0, "jobs": 0})


def test_what_changes_between_two_charters_is_said_in_sentences(run: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    before.write_text(read_pack("calder_bay"))
    after.write_text(read_pack("calder_bay").replace('pass_on = "5 working days"', 'pass_on = "3 working days"'))

    code, printed = run("charter", "diff", str(before), str(after), "--from", "2027-03-01")

    assert code == 1
    assert printed == (
        "The time for passing praise on to the person praised: 5 working days becomes 3 working days, "
        "from 1 March 2027, for cases received from that day.\n"
    )
    assert run("charter", "diff", str(before), str(before)) == (0, "")


def test_the_difference_as_data_has_the_place_and_both_values(run: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    before.write_text(read_pack("calder_bay"))
    after.write_text(read_pack("calder_bay").replace("target = 97", "target = 98"))

    code, printed = run("charter", "diff", str(before), str(after), "--json")

    (found,) = json.loads(printed)
    assert code == 1
    assert (found["path"], found["before"], found["after"]) == ("standards.urgent_appointment.target", "97", "98")
    assert "in 97 of 100 cases becomes in 98 of 100 cases" in found["sentence"]


def test_the_packs_say_what_of_them_nobody_has_verified(run: Run) -> None:
    code, printed = run("charter", "packs", "--json")

    found = {one["key"]: one for one in json.loads(printed)}
    assert code == 0
    assert found["calder_bay"]["name"] == "Calder Bay Council"
    assert found["calder_bay"]["standards"] == 16
    assert found["calder_bay"]["unverified_limits"] == 0
    assert "Calder Bay registry law, section 12" in found["calder_bay"]["sources"]


@pytest.fixture(scope="module")
def in_force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a charter in force; ada and ben administer, olu is a councillor."""
    folder = tmp_path_factory.mktemp("in_force")
    commands = [("charter", "adopt", "--pack", "calder_bay")]
    for name, role in (("ada", "administrator"), ("ben", "administrator"), ("olu", "councillor")):
        said = ("--name", name.title(), "--role", role, "--password", "a long and harmless password")
        commands.append(("user", "add", name, *said))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REDRESS_DATA", str(folder))
        for command in commands:
            redress.main(list(command), prog_name="redress", standalone_mode=False)
    return folder


class TestASecondCharter:
    @pytest.fixture
    def file(self, in_force: Path, tmp_path: Path) -> str:
        """A changed charter in a file, beside a copy of the folder in which the first one is in force."""
        shutil.copytree(in_force, tmp_path / "data")
        file = tmp_path / "next.toml"
        file.write_text(read_pack("calder_bay").replace('pass_on = "5 working days"', 'pass_on = "3 working days"'))
        return str(file)

    def propose(self, run: Run, file: str) -> str:
        asked = ("--as", "ada", "--from", "2999-03-01", "--why", "The council decided so.")
        code, printed = run("charter", "propose", file, *asked)
        assert code == 0
        return printed

    def test_is_proposed_by_one_administrator_with_the_difference_in_words(self, run: Run, file: str) -> None:
        printed = self.propose(run, file)

        assert printed.startswith("The time for passing praise on to the person praised: 5 working days becomes 3")
        assert "Proposed by ada, from 2999-03-01" in printed

    def test_is_adopted_by_another_one_from_the_day_that_was_proposed(self, run: Run, file: str) -> None:
        self.propose(run, file)

        code, printed = run("charter", "adopt", file, "--as", "ben")

        assert code == 0
        assert printed.splitlines()[0] == "Adopted as version 2."
        assert printed.splitlines()[1] == f"Hash {charter_hash(Path(file).read_text())}"
        assert printed.splitlines()[2].startswith("In force from 2999-03-01")

    def test_is_not_adopted_by_who_proposed_it(self, run: Run, file: str) -> None:
        self.propose(run, file)

        with pytest.raises(NotAllowed, match="somebody else must adopt"):
            run("charter", "adopt", file, "--as", "ada")

    @pytest.mark.parametrize("somebody", ["olu", "nobody"])
    def test_is_not_adopted_by_somebody_who_does_not_administer(self, run: Run, file: str, somebody: str) -> None:
        self.propose(run, file)

        with pytest.raises(Conflict, match="There is no active administrator"):
            run("charter", "adopt", file, "--as", somebody)

    def test_that_nobody_proposed_is_refused_with_what_to_do(self, run: Run, file: str) -> None:
        with pytest.raises(Conflict, match=r"Nobody has proposed this document\..*redress charter propose"):
            run("charter", "adopt", file, "--as", "ben")

    def test_that_was_proposed_asks_who_adopts_it(self, run: Run, file: str) -> None:
        self.propose(run, file)

        with pytest.raises(Conflict, match=r"Ada proposed this document\. Say with --as who else adopts it\."):
            run("charter", "adopt", file)

    def test_that_is_faulty_is_not_proposed(self, run: Run, file: str) -> None:
        Path(file).write_text(Path(file).read_text().replace('pass_on = "3 working days"', 'pass_on = "soon"'))

        with pytest.raises(Invalid) as refused:
            run("charter", "propose", file, "--as", "ada", "--why", "x")

        assert refused.value.faults[0].path == "compliments.pass_on"

    def test_says_in_its_help_what_the_command_line_cannot_prove(self, run: Run) -> None:
        for command in ("propose", "adopt"):
            assert "cannot prove" in " ".join(run("charter", command, "--help")[1].split())
