"""A file that only a passphrase opens, written and read as a stream: scrypt makes the key, AES-256-GCM the pieces.

    line 1     ASTRONUMBERS-SEALED-1
    line 2     JSON: salt and cost of scrypt
    pieces     4 bytes length, ciphertext with its tag

Each piece's nonce is its number, with one bit set in the last: pieces cannot be changed, swapped, repeated or cut off
unseen. The key is new for every file, since the salt is; so no nonce is ever used twice.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"ASTRONUMBERS-SEALED-1\n"
PIECE = 1 << 20
COST = 1 << 16  # 64 MB and about a third of a second for each passphrase that is tried
MOST_COST = 1 << 20  # a file from elsewhere may not ask for gigabytes
_LAST = 1 << 95


class CannotOpen(Exception):
    """Not such a file, another passphrase, or damaged; the message says which as far as that can be known."""


class Writer:
    """A writable stream that seals what passes; `close` writes the last piece."""

    def __init__(self, out: BinaryIO, passphrase: str, *, cost: int = COST) -> None:
        salt = os.urandom(16)
        head = json.dumps({"salt": salt.hex(), "n": cost, "r": 8, "p": 1}).encode() + b"\n"
        self._cipher, self._head = AESGCM(_key(passphrase, salt, cost)), MAGIC + head
        self._out, self._waiting, self._number = out, bytearray(), 0
        out.write(self._head)

    def write(self, data: bytes) -> int:
        """Take bytes; whole pieces go out at once."""
        self._waiting += data
        while len(self._waiting) > PIECE:  # a full piece waits until it is known not to be the last
            self._send(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: a piece goes out when it is full."""

    def close(self) -> None:
        """Write the last piece, which may be empty."""
        self._send(bytes(self._waiting), last=True)

    def _send(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), piece, self._head)
        self._out.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1


class Reader:
    """A readable stream of what was sealed; every piece is proved before it is handed out."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._pieces = _opened(source, passphrase)
        self._waiting = b""

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all with -1; b"" at the end. CannotOpen for what is damaged or cut off."""
        parts, have = [self._waiting], len(self._waiting)
        while size < 0 or have < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            parts.append(piece)
            have += len(piece)
        everything = b"".join(parts)
        cut = len(everything) if size < 0 else size
        self._waiting = everything[cut:]
        return everything[:cut]


def _opened(source: BinaryIO, passphrase: str) -> Iterator[bytes]:
    if source.readline(len(MAGIC)) != MAGIC:
        raise CannotOpen("This is no backup of Astro Numbers.")
    line = source.readline(1000)
    try:
        facts = json.loads(line)
        salt, cost = bytes.fromhex(facts["salt"]), int(facts["n"])
    except (ValueError, KeyError, TypeError):
        raise CannotOpen("The beginning of the backup is damaged.") from None
    if not 2 <= cost <= MOST_COST or cost & (cost - 1):
        raise CannotOpen("The beginning of the backup is damaged.")
    cipher, number = AESGCM(_key(passphrase, salt, cost)), 0
    ended = False
    while not ended:
        size = source.read(4)
        length = struct.unpack(">I", size)[0] if len(size) == 4 else 0
        sealed = source.read(min(length, PIECE + 16))
        if not length or len(sealed) != length:
            raise CannotOpen("The backup is cut off: part of it is missing.")
        try:
            piece, ended = _unsealed(cipher, number, sealed, MAGIC + line)
        except InvalidTag:
            raise CannotOpen(
                "The backup is damaged." if number else "This passphrase does not open the backup, or it is damaged."
            ) from None
        yield piece
        number += 1
    if source.read(1):
        raise CannotOpen("The backup is damaged: something follows its end.")


def _unsealed(cipher: AESGCM, number: int, sealed: bytes, head: bytes) -> tuple[bytes, bool]:
    """The piece, and whether it was sealed as the last."""
    try:
        return cipher.decrypt(_nonce(number, False), sealed, head), False
    except InvalidTag:
        return cipher.decrypt(_nonce(number, True), sealed, head), True


def _nonce(number: int, last: bool) -> bytes:
    return (number | (_LAST if last else 0)).to_bytes(12, "big")


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())
