"""The wheel holds what a checkout holds, and works where there is no checkout."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.tree import PACKAGES, ROOT, files_below


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(installed: Path, program: str) -> str:
    """Run *program* with the packages of *installed* first on the path, away from the checkout."""
    begin = f"import sys; sys.path.insert(0, {str(installed)!r})\n"
    done = subprocess.run(
        [sys.executable, "-I", "-c", begin + program], cwd=installed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_holds_every_file_of_the_packages_and_every_template(wheel):
    expected = {path for package in PACKAGES for path in files_below(package)}
    expected |= {f"complaints/{path}" for path in files_below("templates")}

    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert held == expected


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("complaints/templates/**/*.html", id="templates"),
        pytest.param("complaints/static/**/*.css", id="styles"),
        pytest.param("complaints/static/**/*.woff2", id="fonts"),
        pytest.param("standards/packs/*.toml", id="charters"),
        pytest.param("complaints/locale/*.po", id="languages"),
        pytest.param("complaints/app/migrations/versions/*.py", id="migrations"),
    ],
)
def test_holds_what_is_not_code(installed, pattern):
    assert list(installed.glob(pattern))


def test_all_packages_come_from_the_wheel(installed):
    program = f"from importlib import import_module\nfor p in {PACKAGES!r}: print(import_module(p).__file__)"

    places = run_installed(installed, program).split()

    assert places == [str(installed / package / "__init__.py") for package in PACKAGES]


def test_templates_are_found_inside_the_wheel(installed):
    program = "from complaints.kernel.rendering import templates_dir; print(templates_dir())"

    assert run_installed(installed, program).strip() == str(installed / "complaints/templates")


def test_the_command_starts(installed):
    program = "sys.argv = ['redress', '--help']\nfrom complaints.__main__ import main\nmain()"

    assert "redress" in run_installed(installed, program)
