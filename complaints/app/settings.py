"""The settings: one typed object, read once from a TOML file and `REDRESS_*` variables."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from standards.errors import Fault, Invalid

PREFIX = "REDRESS_"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Every setting; the README has a row for each.

    Times are in seconds, sizes in bytes.
    """

    data: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    keys: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    secure: bool = False
    trusted_proxies: str = ""
    database_connections: int = 10
    trial: bool = True
    colour: str = "#135057"
    logo: Path | None = None
    mail_from: str = "complaints@localhost"
    mail_from_neutral: str = ""
    mail_url: str = ""
    scanner: str = ""
    background: bool = True
    sweep_every: float = 30.0
    session_idle: int = 3600
    session_longest: int = 43200
    draft_hours: int = 72

    @property
    def database(self) -> str:
        """The database's address; without one, a SQLite file in the data folder."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data.absolute() / 'redress.db'}"

    @property
    def keys_folder(self) -> Path:
        """Where the keys stand; never in the database."""
        return self.keys or self.data / "keys"

    @property
    def address(self) -> str:
        """The address people reach the service at."""
        return self.public_url or f"http://{self.host}:{self.port}"


def load_settings(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """
    Read the settings: the file first, then `REDRESS_*` over it.

    The file is *file* or the one `REDRESS_SETTINGS` names. An unknown name or
    a value of the wrong type is refused, naming it.
    """
    found = dict(environment)
    named = found.pop(f"{PREFIX}SETTINGS", None)
    path = file or (Path(named) if named else None)
    values: dict[str, Any] = tomllib.loads(path.read_text()) if path else {}
    known = Settings.__struct_fields__
    for name, text in found.items():
        field = name.removeprefix(PREFIX).lower()
        if not name.startswith(PREFIX) or field.startswith("test_"):
            continue
        if field not in known:
            raise Invalid("There is no such setting.", faults=[Fault(name, f"Known are: {', '.join(known)}.")])
        values[field] = text
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise Invalid("A setting cannot be read.", faults=[Fault(PREFIX, str(error))]) from error


def _decode(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError
