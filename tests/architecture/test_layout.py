"""House rules of the source tree that no linter knows."""

import ast
import re
import sys

from tests.architecture.tree import PACKAGES, ROOT, files_below, modules

LONGEST_MODULE = 450
LONGEST_FUNCTION = 50
# A ledger, one sheet a change: never edited again, and read by Alembic from its path.
LEDGER = "complaints/app/migrations/versions/"

AGREED = {
    *PACKAGES,
    "templates",
    "tests",
    "benchmarks",
    "docs",
    "Makefile",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "pyproject.toml",
    "constraints.txt",
    "Dockerfile",
}
MADE_HERE = {"var", "build", "dist", "htmlcov"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_new_name_stands_at_the_top():
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert names - AGREED - MADE_HERE == set()


def test_no_module_bears_the_name_of_a_standard_one():
    paths = [module.path for module in modules(*PACKAGES, "benchmarks")]

    assert [path for path in paths if {*path.removesuffix(".py").split("/")} & sys.stdlib_module_names] == []


def test_every_folder_with_modules_is_a_package():
    paths = {module.path for module in modules(*PACKAGES)}
    folders = {path.rpartition("/")[0] for path in paths if not path.startswith(LEDGER)}

    assert sorted(folder for folder in folders if f"{folder}/__init__.py" not in paths) == []


def test_every_module_says_what_it_is_for():
    assert [module.path for module in modules(*PACKAGES, "benchmarks") if not ast.get_docstring(module.syntax)] == []


def test_no_module_has_grown_into_a_house():
    long = [
        f"{module.path}: {len(module.lines)} lines"
        for module in modules(*PACKAGES, "tests", "benchmarks")
        if len(module.lines) > LONGEST_MODULE and not module.path.startswith(LEDGER)
    ]

    assert long == []


def test_no_function_is_longer_than_a_screen():
    long = [
        module.at(node, f"{node.name} has {node.end_lineno - node.lineno + 1} lines")
        for module in modules(*PACKAGES)
        if not module.path.startswith(LEDGER)
        for node in ast.walk(module.syntax)
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_imports_stand_at_the_top_unless_they_say_why_not():
    inside = {
        module.at(node, module.lines[node.lineno - 1].strip())
        for module in modules(*PACKAGES)
        for function in ast.walk(module.syntax)
        if isinstance(function, Function)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not re.search(r"# lazy: \w+", module.lines[node.lineno - 1])
    }

    assert sorted(inside) == []


def test_only_the_boundary_commits():
    outside = [
        module.at(node, f".{node.func.attr}()")
        for module in modules(*PACKAGES)
        if not module.path.startswith("complaints/app/")
        for node in ast.walk(module.syntax)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]

    assert outside == []


def test_nothing_is_left_for_later():
    marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")))
    texts = [
        *files_below("templates"),
        *files_below("complaints/static", ".css", ".js"),
        *files_below(".ci"),
        "Makefile",
        *(module.path for module in modules(*PACKAGES, "tests", "benchmarks")),
    ]
    left = [
        f"{path}:{number}: {line.strip()}"
        for path in texts
        if "/vendor/" not in path
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]

    assert left == []
