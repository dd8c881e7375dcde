"""Fresh, migrated databases in no time: one template of each kind is migrated, and every test gets a copy."""

import contextlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url


class Databases:
    """Makes databases of both kinds; *server* names a PostgreSQL and is asked only when one is wanted."""

    def __init__(self, folder: Path, upgrade: Callable[[str], None], server: Callable[[], str]) -> None:
        self._folder = folder
        self._upgrade = upgrade
        self._server = server
        # Test processes may share one server: names tell them apart.
        self._prefix = f"redress_test_{os.getpid()}_{secrets.token_hex(3)}"
        self._made: dict[str, URL] = {}
        self._templates: dict[str, URL] = {}

    def create(self, kind: str) -> str:
        """Return the address of a new migrated database of *kind*: sqlite or postgresql."""
        copy = self._copy_sqlite if kind == "sqlite" else self._copy_postgresql
        return _written(copy(self._template(kind)))

    def create_empty(self, kind: str) -> str:
        """Return the address of a new database of *kind* without a table."""
        empty = self._empty_sqlite if kind == "sqlite" else self._empty_postgresql
        return _written(empty())

    def drop(self, address: str) -> None:
        """Drop what `create` made, whoever is still connected to it."""
        url = make_url(address)
        if url.get_backend_name() == "sqlite":
            for leftover in self._folder.glob(f"{Path(str(url.database)).name}*"):
                leftover.unlink()
            return
        self._made.pop(str(url.database), None)
        with self._admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(str(url.database))))

    def close(self) -> None:
        """Drop all that is left."""
        for url in list(self._made.values()):
            self.drop(_written(url))

    def _template(self, kind: str) -> URL:
        if kind not in self._templates:
            address = self.create_empty(kind)
            self._upgrade(address)
            url = make_url(address)
            if kind == "sqlite":
                # What the log still holds goes into the file, for only the file is copied.
                with contextlib.closing(sqlite3.connect(str(url.database))) as template:
                    template.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._templates[kind] = url
        return self._templates[kind]

    def _name(self) -> str:
        return f"{self._prefix}_{secrets.token_hex(4)}"

    def _empty_sqlite(self) -> URL:
        return URL.create("sqlite+aiosqlite", database=str(self._folder / f"{self._name()}.sqlite"))

    def _copy_sqlite(self, template: URL) -> URL:
        url = self._empty_sqlite()
        shutil.copyfile(str(template.database), str(url.database))
        return url

    def _empty_postgresql(self) -> URL:
        return self._create_postgresql(sql.SQL("CREATE DATABASE {}"))

    def _copy_postgresql(self, template: URL) -> URL:
        return self._create_postgresql(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"), sql.Identifier(str(template.database))
        )

    def _create_postgresql(self, statement: sql.SQL, *rest: sql.Identifier) -> URL:
        name = self._name()
        with self._admin() as admin:
            admin.execute(statement.format(sql.Identifier(name), *rest))
        url = make_url(self._server()).set(drivername="postgresql+psycopg", database=name)
        self._made[name] = url
        return url

    @contextlib.contextmanager
    def _admin(self) -> Iterator[psycopg.Connection]:
        address = _written(make_url(self._server()).set(drivername="postgresql"))
        with contextlib.closing(psycopg.connect(address, autocommit=True)) as connection:
            yield connection


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)
