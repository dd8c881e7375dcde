"""The keys of this installation: one master key for the authority, one key pair for the ombudsperson's office."""

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER = "authority.key"
OFFICE_PUBLIC = "office.public"
OFFICE_PRIVATE = "office.private"
KEY_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    """
    Keys of 32 bytes; the office's private key only where that office runs.

    Keys stand outside the database, so that a dump or a backup of it opens
    neither the vault nor the ombudsperson's papers.
    """

    master: bytes
    office_public: bytes
    office_private: bytes | None = None

    def derive(self, purpose: str) -> bytes:
        """Return the key for one purpose (HKDF-SHA-256, RFC 5869)."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(self.master)

    @cached_property
    def vault(self) -> bytes:
        return self.derive("vault")

    @cached_property
    def blind(self) -> bytes:
        return self.derive("blind-index")

    @cached_property
    def codes(self) -> bytes:
        return self.derive("case-codes")

    @cached_property
    def cookies(self) -> bytes:
        return self.derive("cookies")

    def fingerprint(self, purpose: bytes, text: str) -> bytes:
        """Return a keyed hash by which equal texts can be found, and nothing else."""
        return hmac.digest(self.blind, purpose + b"\x00" + text.encode(), "sha256")

    def drawn(self, purpose: bytes) -> Callable[[int], bytes]:
        """
        Return a source of bytes that is the same each time for one purpose, and unknown to whoever lacks the key.

        A code made from it need not be kept to be sent again.
        """
        stretches = count()

        def source(wanted: int) -> bytes:
            made = b""
            while len(made) < wanted:
                made += hmac.digest(self.codes, purpose + next(stretches).to_bytes(4, "big"), hashlib.sha256)
            return made[:wanted]

        return source

    def code_hash(self, salt: bytes, code: str) -> bytes:
        """Return what is stored of a case's code; useless without the key, which is not in the database."""
        return hmac.digest(self.codes, salt + code.encode(), hashlib.sha256)


def load_keys(folder: Path) -> Keyring:
    """Read the keys in *folder*, making those that are missing; files are readable by their owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    master = _kept(folder / MASTER, lambda: os.urandom(KEY_BYTES))
    public, private = folder / OFFICE_PUBLIC, folder / OFFICE_PRIVATE
    if not public.exists():
        secret = _kept(private, lambda: X25519PrivateKey.generate().private_bytes_raw())
        _kept(public, lambda: X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())
    office_private = private.read_bytes() if private.exists() else None
    return Keyring(master, public.read_bytes(), office_private)


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return the file's bytes; the first process to need it writes it, whole or not at all."""
    if path.exists():
        return path.read_bytes()
    fresh = path.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        # Another process was first; its key is the key.
        pass
    finally:
        fresh.unlink()
    return path.read_bytes()
