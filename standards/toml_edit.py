"""Changing a TOML document in its place: whatever is not changed keeps its comments, its order and its layout."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AoT, Array, InlineTable, Item, Key, Table, Whitespace

Value: TypeAlias = str | int | bool | date | Sequence["Value"] | Mapping[str, "Value"]
Place: TypeAlias = tuple[str, ...]
Body: TypeAlias = list[tuple[Key | None, Item]]


class NoSuchTable(LookupError):
    """The document does not have this table, or has it in a form that is not edited here."""


class TomlText:
    """A document that is being edited; `text` is what it has become."""

    def __init__(self, text: str) -> None:
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self.text = text
        self._document = tomlkit.parse(text)

    def values(self, place: Place) -> dict[str, Any]:
        """Return a table as plain values."""
        return dict(self._table(place).unwrap())

    def put(self, place: Place, name: str, value: Value) -> None:
        """Set a value of a table; a new one stands behind the table's last value. The same value changes nothing."""
        table = self._table(place)
        if name not in table:
            self._insert(table, name, value)
            self._settle()
        elif _plain(table[name]) != _plain(value):
            table[name] = item(value)
            self.text = self._document.as_string()

    def put_list(self, place: Place, name: str, values: Sequence[str]) -> None:
        """Set a list of words; where words only come or go, the rest of the list keeps its layout."""
        table = self._table(place)
        kept = table.get(name)
        if not isinstance(kept, Array):
            self.put(place, name, list(values))
            return
        had = [str(word) for word in kept]
        staying = [word for word in had if word in values]
        if len(set(had)) < len(had) or list(values)[: len(staying)] != staying:
            self.put(place, name, list(values))
            return
        for word in values[len(staying) :]:
            kept.append(word)
        for index in reversed([index for index, word in enumerate(had) if word not in values]):
            del kept[index]
        if not self._reads(place, name, list(values)):
            self._document = tomlkit.parse(self.text)
            self._table(place)[name] = item(list(values))
        self.text = self._document.as_string()

    def take_out(self, place: Place, name: str) -> None:
        """Remove a value of a table, if it is there."""
        table = self._table(place)
        if name in table:
            table.remove(name)
            self.text = self._document.as_string()

    def append(self, place: Place, name: str, values: Mapping[str, Value]) -> None:
        """Add a table to a list of tables, which is made if it is not there."""
        table = self._table(place)
        match table.get(name):
            case None:
                self._insert(table, name, [values])
            case AoT() as tables:
                last = tables.body[-1].value.body
                tables.append(self._new_table(values))
                tables.body[-1].value.body.extend(self._tail(last))
            case Array() as items:
                had = items.unwrap()
                items.append(item(values))
                if not self._reads(place, name, [*had, dict(values)]):
                    # A comment between the last one and the bracket is in the way; in front there is room.
                    self._document = tomlkit.parse(self.text)
                    self._table(place)[name].insert(0, item(values))
                self.text = self._document.as_string()
                return
            case _:
                raise NoSuchTable(name)
        self._settle()

    def drop(self, place: Place, name: str, index: int) -> None:
        """Remove one table of a list of tables; comments that follow it stay."""
        match self._table(place).get(name):
            case AoT() as tables:
                left = _behind(tables.body[index].value.body)
                if index:
                    tables.body[index - 1].value.body.extend(left)
                else:
                    self._before(tables, left)
                del tables.body[index]
            case Array() as items:
                del items[index]
                self.text = self._document.as_string()
                return
            case _:
                raise NoSuchTable(name)
        self._settle()

    def add_table(self, place: Place, values: Mapping[str, Value]) -> None:
        """Add a table behind the last one beside which it belongs; the comment before what comes next stays there."""
        beside = [found for found in _tables(self._document) if found[0][:-1] == place[:-1]]
        made = self._new_table(values)
        if not beside:
            heading = ".".join(tomlkit.key(part).as_string() for part in place)
            self.text = f"{self.text.rstrip()}{self._newline * 2}[{heading}]{self._newline}{made.as_string()}"
            self._document = tomlkit.parse(self.text)
            return
        _, sibling, container, index = beside[-1]
        if isinstance(sibling, InlineTable):
            raise NoSuchTable(".".join(place))
        made.value.body.extend(self._tail(_last_body(sibling)))
        container.body.insert(index + 1, (tomlkit.key(place[-1]), made))
        self._settle()

    def _reads(self, place: Place, name: str, wanted: list[Any]) -> bool:
        """Say whether the text of the document, read anew, has this list: the library may mislay a comma."""
        try:
            found: Any = tomllib.loads(self._document.as_string())
        except tomllib.TOMLDecodeError:
            return False
        for part in (*place, name):
            found = found[part]
        return bool(found == wanted)

    def _settle(self) -> None:
        """Read the document anew: after its parts were moved about, only its text is to be trusted."""
        self.text = self._document.as_string()
        self._document = tomlkit.parse(self.text)

    def _table(self, place: Place) -> Table | InlineTable:
        fitting = [found for path, found, _, _ in _tables(self._document) if path == place]
        written = [found for found in fitting if not (isinstance(found, Table) and found.is_super_table())]
        if not fitting:
            raise NoSuchTable(".".join(place))
        return (written or fitting)[0]

    def _insert(self, table: Table | InlineTable, name: str, value: Value) -> None:
        fresh = item(value)
        if isinstance(table, InlineTable):
            table.append(name, fresh)
            return
        body = table.value.body
        own = [at for at, (key, one) in enumerate(body) if key is not None and not isinstance(one, Table | AoT)]
        place = own[-1] + 1 if own else 0
        if own:
            last = body[own[-1]][1].trivia
            last.trail = last.trail or self._newline
            fresh.trivia.indent = last.indent
        fresh.trivia.trail = self._newline
        body.insert(place, (tomlkit.key(name), fresh))

    def _new_table(self, values: Mapping[str, Value]) -> Table:
        table = tomlkit.table()
        for name, value in values.items():
            fresh = item(value)
            fresh.trivia.trail = self._newline
            table.append(name, fresh)
        table.trivia.trail = self._newline
        return table

    def _tail(self, body: Body) -> Body:
        """Take what stands behind the last value of a table, to stand behind a new one; one empty line is left."""
        tail = _trailing(body)
        last = next((one for key, one in reversed(body) if key is not None), None)
        if last is not None and not isinstance(last, Table | AoT):
            last.trivia.trail = last.trivia.trail or self._newline
        body.append((None, Whitespace(self._newline)))
        return tail

    def _before(self, tables: AoT, left: Body) -> None:
        """Put comments in the place of a list of tables that may go away."""
        for _, _, container, index in _lists(self._document):
            if container.body[index][1] is tables:
                container.body[index:index] = left
                return


def item(value: Value) -> Item:
    """Return a value as TOML writes it: words in quotes, a table in one line with room inside its brackets."""
    if isinstance(value, Mapping):
        parts = [f"{tomlkit.key(name).as_string()} = {item(one).as_string()}" for name, one in value.items()]
        return tomlkit.value("{ " + ", ".join(parts) + " }")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tomlkit.value(f"[{', '.join(item(one).as_string() for one in value)}]")
    return tomlkit.item(value)


def _plain(value: Any) -> Any:
    return value.unwrap() if isinstance(value, Item) else value


def _tables(container: Container, path: Place = ()) -> Iterator[tuple[Place, Table | InlineTable, Container, int]]:
    """Yield each table in the order of the document, with its path and where it stands."""
    for index, (key, found) in enumerate(container.body):
        if key is not None and isinstance(found, Table | InlineTable):
            here = (*path, key.key)
            yield here, found, container, index
            yield from _tables(found.value, here)


def _lists(container: Container) -> Iterator[tuple[Key, AoT, Container, int]]:
    for index, (key, found) in enumerate(container.body):
        if key is not None and isinstance(found, AoT):
            yield key, found, container, index
        elif isinstance(found, Table):
            yield from _lists(found.value)


def _last_body(table: Table) -> Body:
    """Return the body that ends a table on the page: its own, or that of its last table within."""
    body = table.value.body
    last = next((one for key, one in reversed(body) if key is not None), None)
    if isinstance(last, Table):
        return _last_body(last)
    return _last_body(last.body[-1]) if isinstance(last, AoT) else body


def _behind(body: Body) -> Body:
    """Return the empty lines and comments behind the last value of a body."""
    return body[next((at for at in range(len(body), 0, -1) if body[at - 1][0] is not None), 0) :]


def _trailing(body: Body) -> Body:
    """Take away what stands behind the last value of a body, from the first empty line on."""
    behind = _behind(body)
    attached = next((at for at, (_, one) in enumerate(behind) if isinstance(one, Whitespace)), len(behind))
    del body[len(body) - len(behind) + attached :]
    return behind[attached:]
