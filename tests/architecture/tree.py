"""The source tree as the house rules see it: modules with their syntax, templates with their text."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("standards", "complaints", "escalation", "reports")


@dataclass(frozen=True)
class Module:
    """One Python file, by its path below the root."""

    path: str

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def package(self) -> str:
        return self.path.split("/", 1)[0]

    @property
    def name(self) -> str:
        """Its dotted name; of a package, the package's."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def at(self, node: ast.stmt | ast.expr, complaint: str) -> str:
        return f"{self.path}:{node.lineno}: {complaint}"

    def imports(self) -> list[tuple[ast.Import | ast.ImportFrom, str]]:
        """Return every import with the dotted name it asks for; `from a import b` asks for a.b."""
        found: list[tuple[ast.Import | ast.ImportFrom, str]] = []
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.Import):
                found += [(node, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [(node, f"{node.module or ''}.{alias.name}") for alias in node.names]
        return found


def files_below(folder: str, *endings: str) -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and (not endings or path.suffix in endings)
    )


def modules(*folders: str) -> list[Module]:
    return [Module(path) for folder in folders for path in files_below(folder, ".py")]


def template_texts() -> dict[str, str]:
    """Return the text of each template, by its path below `templates/`."""
    return {path.removeprefix("templates/"): (ROOT / path).read_text("utf-8") for path in files_below("templates")}
