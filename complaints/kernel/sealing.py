"""Sealing to a key pair: every process can seal with the public key, only the holder of the private key can open."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from standards.errors import Conflict

NONCE_BYTES = 12
PUBLIC_BYTES = 32


class CannotOpen(Conflict):
    """Sealed content that this key, or this purpose, does not open."""

    code = "cannot-open"

    def __init__(self) -> None:
        super().__init__("This was sealed to another key, or was changed since.")


def seal_with(key: bytes, content: bytes, purpose: bytes) -> bytes:
    """Return *content* sealed with a 32-byte *key* (AES-256-GCM); *purpose* binds it to its place."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, purpose)


def open_with(key: bytes, sealed: bytes, purpose: bytes) -> bytes:
    """Return the content of *sealed*; raise CannotOpen for another key, another purpose or a changed byte."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose)
    except InvalidTag as error:
        raise CannotOpen from error


def seal_to(public: bytes, content: bytes, purpose: bytes) -> bytes:
    """Return *content* sealed to the X25519 key *public*, under a key made for this one time."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return mine + seal_with(_agreed(shared, mine, public), content, purpose)


def open_sealed(private: bytes, sealed: bytes, purpose: bytes) -> bytes:
    """Return the content sealed to the key pair of *private*."""
    pair = X25519PrivateKey.from_private_bytes(private)
    theirs = sealed[:PUBLIC_BYTES]
    shared = pair.exchange(X25519PublicKey.from_public_bytes(theirs))
    key = _agreed(shared, theirs, pair.public_key().public_bytes_raw())
    return open_with(key, sealed[PUBLIC_BYTES:], purpose)


def _agreed(shared: bytes, once: bytes, public: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"redress-seal" + once + public).derive(shared)
