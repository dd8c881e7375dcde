"""Rules of importing that import-linter cannot say; the others are its contracts in pyproject.toml."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.tree import PACKAGES, ROOT, modules

# Needed without an import: by an address, by the standard library, by another package, by templates.
NAMED_ELSEWHERE = {
    "aiosqlite": "the driver in sqlite+aiosqlite://",
    "psycopg": "the driver in postgresql+psycopg://",
    "redis": "arq speaks through it; the bounds are arq's, the extra is ours",
    "tzdata": "the time zones of zoneinfo, where the system has none",
    "govuk-frontend-jinja": "the macros the templates import",
    "uvloop": "uvicorn takes it when it is there",
    "httptools": "uvicorn takes it when it is there",
}


def declared(*groups: str) -> set[str]:
    """Return the names of the distributions pyproject.toml asks for: the core, and the named groups or extras."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = asked["project"]
    lists = {"core": project["dependencies"], **project["optional-dependencies"], **asked["dependency-groups"]}
    lines = [line for group in groups for line in lists[group]]
    return {normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in lines}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(*folders: str) -> dict[str, str]:
    """Return the distributions imported below *folders*, each with one place that does."""
    installed = packages_distributions()
    # A benchmark is run as a program and so finds what stands beside it.
    beside = {module.name.removeprefix("benchmarks.") for module in modules("benchmarks")}
    # `common` comes from the folder of floors that a benchmark is given as an argument.
    own = {*PACKAGES, "tests", "common", *beside, *sys.stdlib_module_names}
    return {
        normal(installed.get(root, [root])[0]): f"{module.path}:{node.lineno}"
        for module in modules(*folders)
        for node, name in module.imports()
        if (root := name.split(".")[0]) not in own
    }


def test_every_library_imported_is_asked_for():
    found = imported(*PACKAGES)

    assert {name: found[name] for name in found.keys() - declared("core", "postgres", "heic")} == {}


def test_every_library_of_the_tests_is_asked_for():
    found = imported("tests", "benchmarks")

    assert {name: found[name] for name in found.keys() - declared("core", "postgres", "heic", "dev")} == {}


def test_every_library_asked_for_is_used():
    assert declared("core", "postgres", "fast", "heic") - imported(*PACKAGES).keys() - NAMED_ELSEWHERE.keys() == set()


def test_a_store_is_seen_by_its_own_package_only():
    strangers = [
        module.at(node, name)
        for module in modules(*PACKAGES)
        for node, name in module.imports()
        if re.match(r"\w+\.store\b", name) and not name.startswith(f"{module.package}.")
    ]

    assert strangers == []


def test_the_packages_know_neither_tests_nor_benchmarks():
    strangers = [
        module.at(node, name)
        for module in modules(*PACKAGES)
        for node, name in module.imports()
        if name.split(".")[0] in {"tests", "benchmarks", "templates"}
    ]

    assert strangers == []
