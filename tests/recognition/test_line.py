"""The line reader: kinds, fractions with a bar, mirrored and crossed-out digits, and what is no number."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting import cat, letters, scribble, write
from recognition.alphabet import ALPHABET, INDEX
from recognition.card import WEIGHTS, load_card
from recognition.ctc import search
from recognition.engine import Engine
from recognition.layout import stacked
from recognition.line import LineMethod, merged
from recognition.raster import line_image, paths_of
from recognition.reader import Ink, Reader, default_reader
from recognition.seeing import sight_of_ink


@pytest.fixture(scope="module")
def eye() -> Reader:
    reader = default_reader()
    assert isinstance(reader.method, LineMethod)
    return reader


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("signed", ["-7", "-12", "+5", "48"]),
        ("decimal", ["3.5", "0.7", "12.25", "6,4"]),
        ("fraction", ["1/2", "3/4", "7/10"]),
        ("time", ["7:30", "12:05", "9:45"]),
        ("compare", ["<", ">", "="]),
        ("digit", list("0123456789")),
    ],
)
def test_every_kind_is_read_in_our_own_hand(eye: Reader, kind: str, texts: list[str]) -> None:
    right = total = 0
    for text in texts:
        for seed in range(8):
            total += 1
            right += eye.read(Ink.from_wire(write(text, seed=seed)), kind).text == text.replace(",", ".")
    assert right / total >= 0.85


def fraction(above: str, below: str, seed: int) -> Ink:
    """A fraction as it is taught: numbers over and under a bar."""
    strokes = []
    for text, top in ((above, 20), (below, 220)):
        for stroke in write(text, seed=seed, width=400, height=160, style=seed)["strokes"]:
            strokes.append([[x + 200, y + top] for x, y, _ in stroke])
    strokes.insert(len(strokes) // 2, [[190.0, 200.0], [400.0, 198.0], [610.0, 201.0]])
    return Ink.from_wire({"version": 1, "width": 1000, "height": 400, "strokes": strokes})


def test_a_fraction_with_a_bar_is_read(eye: Reader) -> None:
    right = 0
    for seed in range(10):
        reading = eye.read(fraction("3", "14", seed), "fraction")
        right += reading.text == "3/14"
        if reading.text == "3/14":
            assert [s.text for s in reading.symbols] == ["3", "/", "1", "4"]
    assert right >= 8


def test_the_bar_is_found_wherever_it_was_drawn_and_not_made_up() -> None:
    ink = fraction("5", "7", 3)
    above, bar, below = stacked(paths_of(ink.strokes)) or ([], [], [])
    assert len(bar) == 1 and above and below
    for text in ("57", "7", "-5", "1/2", "3.5", "44"):
        for seed in range(10):
            assert stacked(paths_of(write(text, seed=seed)["strokes"])) is None, text


def test_mirrored_digits_are_read_as_meant_and_flagged(eye: Reader) -> None:
    flagged = plain = right = 0
    for digit in "3457":
        for seed in range(8):
            backwards = eye.read(Ink.from_wire(write(digit, seed=seed, mirrored={0})), "digit")
            flagged += "mirrored" in backwards.flags
            right += backwards.text == digit
            plain += "mirrored" in eye.read(Ink.from_wire(write(digit, seed=seed)), "digit").flags
    assert flagged >= 20 and right >= 20
    assert plain <= 1


def test_what_is_no_number_is_not_read_with_confidence(eye: Reader) -> None:
    sure = 0
    for seed in range(25):
        for draw in (scribble, letters, cat):
            reading = eye.read(Ink.from_wire(draw(seed=1000 + seed)))
            sure += reading.status == "read" and reading.confidence > 0.9
    assert sure <= 1


def test_ink_at_the_edge_is_flagged_and_ink_inside_is_not(eye: Reader) -> None:
    wire = write("5", seed=1)
    assert "outside_box" not in eye.read(Ink.from_wire(wire)).flags
    top = min(point[1] for stroke in wire["strokes"] for point in stroke)
    pushed = [[[x, y - top, t] for x, y, t in stroke] for stroke in wire["strokes"]]
    assert "outside_box" in eye.read(Ink.from_wire({**wire, "strokes": pushed})).flags


def test_reading_does_not_depend_on_times_or_on_the_size_of_writing(eye: Reader) -> None:
    for seed in range(6):
        wire = write("264", seed=seed)
        timeless = [[point[:2] for point in stroke] for stroke in wire["strokes"]]
        small = [[[round(x * 0.5, 1), round(y * 0.5, 1)] for x, y, _ in stroke] for stroke in wire["strokes"]]
        texts = {eye.read(Ink.from_wire({**wire, "strokes": s})).text for s in (wire["strokes"], timeless, small)}
        assert texts == {"264"}


def test_labels_that_mean_the_same_are_added_up() -> None:
    raw = np.full((1, len(ALPHABET)), 1e-9)
    raw[0, INDEX["."]], raw[0, INDEX[","]], raw[0, INDEX["3"]], raw[0, INDEX["mirrored 3"]] = 0.2, 0.3, 0.1, 0.4
    table, symbols = merged(raw, "decimal")
    found = search(table, symbols, lambda text: True)
    assert found["."] == pytest.approx(0.5) and found["3"] == pytest.approx(0.5)


def test_a_sign_that_the_kind_does_not_know_weighs_less_than_a_digit() -> None:
    raw = np.full((1, len(ALPHABET)), 1e-9)
    raw[0, INDEX["/"]], raw[0, INDEX["1"]] = 0.5, 0.5
    table, symbols = merged(raw, "whole")
    assert table[0, symbols.index("1")] > 0.75
    table, symbols = merged(raw, "fraction")
    assert table[0, symbols.index("1")] == pytest.approx(0.5)


def test_a_line_is_drawn_in_few_widths_and_never_wider_than_the_limit() -> None:
    widths = {line_image(paths_of(write("1" * n, seed=n)["strokes"])).pixels.shape[1] for n in range(1, 8)}
    assert all(width % 8 == 0 and 16 <= width <= 288 for width in widths)
    long = [np.array([[0.0, 0.0], [9000.0, 10.0]])]
    assert line_image(long).pixels.shape[1] <= 288


def test_two_small_upright_strokes_are_no_sure_eleven(eye: Reader) -> None:
    def ones(height: float) -> Ink:
        strokes = [[[x, 200.0], [x - 2.0, 200.0 + height]] for x in (400.0, 460.0)]
        return Ink.from_wire({"version": 1, "width": 1000, "height": 500, "strokes": strokes})

    quotes, eleven = eye.read(ones(50.0)), eye.read(ones(150.0))
    assert eleven.text == "11" and eleven.confidence > 0.6
    assert quotes.status != "read" or quotes.confidence <= 0.5


class Asked:
    """A network that counts how often it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.times = 0

    def run(self, batch: np.ndarray) -> np.ndarray:
        self.times += 1
        return self._engine.run(batch)


def test_the_other_networks_are_asked_only_where_the_first_is_not_sure() -> None:
    card = load_card(WEIGHTS / "line.json")
    first, other = Asked(Engine(card)), Asked(Engine(card))
    method = LineMethod([first, other], card)  # type: ignore[list-item]
    clear = sight_of_ink(Ink.from_wire(write("47", seed=3)))
    assert method.see(clear, "whole").candidates[0].text == "47" and (first.times, other.times) == (1, 0)
    for seed in range(60):  # until the first does not know what to think of a letter
        first.times = other.times = 0
        method.see(sight_of_ink(Ink.from_wire(letters(seed=seed))), "whole")
        assert (first.times, other.times) in ((1, 0), (4, 4))
        if other.times:
            return
    pytest.fail("the first was sure of sixty letters")
