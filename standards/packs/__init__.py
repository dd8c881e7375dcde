"""Ready charters that come with Redress: complete documents to read, to try and to change."""

from importlib.resources import files

from standards.charter import Charter, load_charter
from standards.errors import NotFound

SUFFIX = ".toml"


def pack_names() -> tuple[str, ...]:
    """Return the names of all packs, in order."""
    found = (entry.name for entry in files("standards.packs").iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX)))


def read_pack(name: str) -> str:
    """Return the text of one pack."""
    if name not in pack_names():
        raise NotFound(f"There is no pack {name!r}; there are: {', '.join(pack_names())}.")
    return (files("standards.packs") / f"{name}{SUFFIX}").read_text(encoding="utf-8")


def packs() -> dict[str, Charter]:
    """Return every pack, read and checked."""
    return {name: load_charter(read_pack(name)) for name in pack_names()}
