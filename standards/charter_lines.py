"""On which line of a TOML document each value stands, so that a fault can point at it."""

import re
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
BLANK = re.compile(r"[ \t]*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]}\n#]*")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)


def line_map(text: str) -> dict[Path, int]:
    """Return the line of each table, key and list item of a document that the TOML parser has accepted."""
    return _Scanner(text).scan()


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """Return the line of the value at *path*, or of the nearest thing around it that stands in the document."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def path_words(path: Path) -> str:
    """Write a path as 'stages.stage_1.respond' or 'ladder[2].rank', counting list items from 1."""
    words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.removeprefix(".")


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.items: dict[Path, int] = {}
        self.table: Path = ()

    def scan(self) -> dict[Path, int]:
        self._skip(SPACE)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                self._header()
            else:
                self._pair(self.table)
            self._skip(SPACE)
        return self.lines

    def _header(self) -> None:
        is_item = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if is_item else 1
        keys = self._keys()
        self.at += 2 if is_item else 1
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.items and path != keys:
                path = (*path, self.items[path])
        if is_item:
            self.items[keys] = self.items.get(keys, -1) + 1
            self._note(keys, start)
            path = (*keys, self.items[keys])
        self._note(path, start)
        self.table = path

    def _pair(self, table: Path) -> None:
        start = self.at
        keys = self._keys()
        self.at += 1  # the equals sign
        self._skip(BLANK)
        for length in range(1, len(keys) + 1):
            self._note((*table, *keys[:length]), start)
        self._value((*table, *keys))

    def _keys(self) -> tuple[str, ...]:
        found: list[str] = []
        while True:
            self._skip(BLANK)
            quoted = self.text[self.at] in "\"'"
            key = self._skip(STRING if quoted else BARE_KEY)
            found.append(key[1:-1] if quoted else key)
            self._skip(BLANK)
            if self.text[self.at] != ".":
                return tuple(found)
            self.at += 1

    def _value(self, path: Path) -> None:
        match self.text[self.at]:
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._skip(STRING)
            case _:
                self._skip(SCALAR)

    def _list(self, path: Path) -> None:
        self.at += 1
        index = 0
        self._skip(SPACE)
        while self.text[self.at] != "]":
            self._note((*path, index), self.at)
            self._value((*path, index))
            index += 1
            self._skip_comma()
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        self._skip(SPACE)
        while self.text[self.at] != "}":
            self._pair(path)
            self._skip_comma()
        self.at += 1

    def _skip_comma(self) -> None:
        self._skip(SPACE)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(SPACE)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if not found:
            return ""
        self.at = found.end()
        return found[0]

    def _note(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, self.text.count("\n", 0, at) + 1)
