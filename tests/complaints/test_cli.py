"""The command line: what it prints, and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from complaints.app.cli import Shell, redress
from complaints.app.settings import Settings, load_settings
from standards.errors import Invalid
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
        "figures", "report", "user", "verify",
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
    assert run("charter", "adopt", "--pack", "calder_bay") == (0, "Adopted as version 1.\n")

    versions = json.loads(run("charter", "list", "--json")[1])
    assert [(one["version"], one["name"]) for one in versions] == [(1, "Calder Bay Council")]


def test_one_date_and_why(run: Run) -> None:
    asked = ("--start", "2024-12-20T10:00", "--limit", "5 working days", "--explain")
    code, printed = run("deadline", "--calendar", "office", *asked)

    assert code == 0
    assert printed.splitlines()[0].startswith("2025-01-")
    assert "Christmas Day" in printed


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


def test_what_changes_between_two_charters_is_said_place_by_place(run: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    before.write_text(read_pack("calder_bay"))
    after.write_text(read_pack("calder_bay").replace('pass_on = "5 working days"', 'pass_on = "3 working days"'))

    code, printed = run("charter", "diff", str(before), str(after))

    assert code == 1
    assert printed.startswith("compliments.pass_on: 5 working days, counted from the next open day becomes 3 working")
    assert run("charter", "diff", str(before), str(before)) == (0, "")
