"""A sealed file: nothing of it can be read, changed, swapped, repeated or cut off without the passphrase."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astronumbers import sealed

COST = 2  # the real one takes a third of a second for every file
WORDS = "correct horse battery staple"


def seal(data: bytes, passphrase: str = WORDS) -> bytes:
    out = io.BytesIO()
    writer = sealed.Writer(out, passphrase, cost=COST)
    for at in range(0, len(data), 700_001):
        writer.write(data[at : at + 700_001])
    writer.close()
    return out.getvalue()


def unseal(file: bytes, passphrase: str = WORDS) -> bytes:
    return sealed.Reader(io.BytesIO(file), passphrase).read()


@pytest.mark.parametrize(
    "size", [0, 1, sealed.PIECE - 1, sealed.PIECE, sealed.PIECE + 1, 2 * sealed.PIECE, 2_500_000]
)
def test_what_goes_in_comes_out(size: int) -> None:
    data = (b"Ada wrote 12. " * (size // 14 + 1))[:size]
    file = seal(data)
    assert unseal(file) == data
    assert b"Ada wrote 12" not in file


def test_it_can_be_read_in_small_bites() -> None:
    reader = sealed.Reader(io.BytesIO(seal(bytes(range(256)) * 9000)), WORDS)
    bites = []
    while bite := reader.read(100_003):
        bites.append(bite)
    assert b"".join(bites) == bytes(range(256)) * 9000
    assert len(bites[0]) == 100_003


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(sealed.CannotOpen, match="passphrase"):
        unseal(seal(b"something"), "another passphrase")


def test_two_files_of_the_same_have_nothing_in_common() -> None:
    one, two = seal(b"the same" * 100), seal(b"the same" * 100)
    assert one != two
    assert one[-64:] != two[-64:]


@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_bit_can_be_changed_unseen(at: float, bit: int) -> None:
    file = bytearray(FILE)
    file[int(at * len(file))] ^= 1 << bit
    with pytest.raises(sealed.CannotOpen):
        unseal(bytes(file))


@settings(max_examples=40, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True))
def test_nothing_can_be_cut_off_unseen(at: float) -> None:
    with pytest.raises(sealed.CannotOpen):
        unseal(FILE[: int(at * len(FILE))])


def test_pieces_cannot_be_swapped_left_out_or_repeated() -> None:
    head_ends = FILE.index(b"\n", len(sealed.MAGIC)) + 1
    whole = sealed.PIECE + 20
    head, first, second = FILE[:head_ends], FILE[head_ends : head_ends + whole], FILE[head_ends + whole :][:whole]
    rest = FILE[head_ends + 2 * whole :]
    assert head + first + second + rest == FILE
    for changed in (second + first + rest, first + rest, first + first + second + rest, first + second + rest + rest):
        with pytest.raises(sealed.CannotOpen):
            unseal(head + changed)


@pytest.mark.parametrize(
    "start", [b"", b"PK\x03\x04 a zip", sealed.MAGIC, sealed.MAGIC + b'{"salt": "00", "n": 3}\n']
)
def test_another_file_is_refused_in_a_sentence(start: bytes) -> None:
    with pytest.raises(sealed.CannotOpen):
        unseal(start)


def test_a_file_cannot_ask_for_all_the_memory() -> None:
    with pytest.raises(sealed.CannotOpen):
        unseal(sealed.MAGIC + b'{"salt": "00", "n": 1073741824, "r": 8, "p": 1}\n' + b"0" * 40)


FILE = seal(b"\x07" * (2 * sealed.PIECE + 500))
