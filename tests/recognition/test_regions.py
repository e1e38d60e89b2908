"""Reading in regions: which stroke belongs where, what empty boxes do, and when nobody is sure."""

from __future__ import annotations

import numpy as np
import pytest

from handwriting import blank, stray_tap, write_in
from recognition.reader import Ink, Reader, Reading, Region, default_reader
from recognition.reading import Candidate
from recognition.regions import Placed, place, see_regions
from recognition.seeing import Seen, Sight

ROW = [
    Region(f"a{3 - k}", (200.0 + 190 * k, 250.0, 390.0 + 190 * k, 470.0), "digit", 0, may_be_empty=False)
    for k in range(4)
]
CARRIES = [Region(f"c{3 - k}", (240.0 + 190 * k, 10.0, 350.0 + 190 * k, 110.0)) for k in range(3)]
WORK = Region("work", (0.0, 500.0, 1000.0, 900.0), "")
GRID = [*CARRIES, *ROW, WORK]


@pytest.fixture(scope="module")
def eye() -> Reader:
    return default_reader()


def written(eye: Reader, texts: dict[str, str], seed: int = 1) -> Reading:
    boxes = {region.name: region.box for region in GRID}
    ink = write_in([(text, boxes[name]) for name, text in texts.items()], seed=seed, style=seed, height=920)
    return eye.read_regions(Ink.from_wire(ink), GRID)


def cells(reading: Reading) -> dict[str, str]:
    return {cell.name: cell.text for cell in reading.cells if cell.text}


def test_each_box_is_read_and_the_answer_is_put_together(eye: Reader) -> None:
    readings = [written(eye, {"a0": "3", "c1": "1", "a1": "2", "a2": "6"}, seed) for seed in range(12)]
    assert sum(reading.text == "623" for reading in readings) >= 11
    assert sum(cells(reading) == {"a0": "3", "c1": "1", "a1": "2", "a2": "6"} for reading in readings) >= 10
    assert all(sum(one.probability for one in reading.candidates) <= 1 + 1e-6 for reading in readings)
    assert "".join(symbol.text for symbol in readings[0].symbols) == readings[0].text


def test_boxes_that_may_stay_empty_do_no_harm(eye: Reader) -> None:
    bare = written(eye, {"a2": "6", "a1": "2", "a0": "3"})
    assert (bare.status, bare.text, bare.flags) == ("read", "623", ())
    assert {cell.name: cell.status for cell in bare.cells}["a3"] == "blank"
    full = written(eye, {"a2": "6", "a1": "2", "a0": "3", "c1": "1", "c2": "1"})
    assert full.text == "623"
    assert full.confidence == pytest.approx(bare.confidence, abs=0.05)


def test_working_is_kept_out_of_the_answer(eye: Reader) -> None:
    reading = written(eye, {"a1": "2", "a0": "3", "work": "58"})
    assert reading.text == "23" and "work" not in cells(reading)


def test_working_alone_is_no_answer(eye: Reader) -> None:
    reading = written(eye, {"work": "58", "c1": "1"})
    assert (reading.status, reading.text, reading.candidates) == ("blank", "", ())
    assert cells(reading) == {"c1": "1"}


def test_a_box_left_out_inside_the_answer_is_for_a_teacher(eye: Reader) -> None:
    for texts in ({"a2": "6", "a0": "3"}, {"a2": "6", "a1": "2"}):
        reading = written(eye, texts)
        assert (reading.status, reading.text) == ("unreadable", "") and "gap" in reading.flags


def test_a_ten_and_its_ones_in_one_box_are_read_so(eye: Reader) -> None:
    texts = [written(eye, {"a1": "7", "a0": "15"}, seed) for seed in range(10)]
    assert sum(reading.text in ("715", "") for reading in texts) >= 9
    assert any(reading.text == "715" for reading in texts)


def test_a_touch_of_the_hand_in_a_box_is_nothing(eye: Reader) -> None:
    ink = write_in([("2", ROW[2].box), ("3", ROW[3].box)], seed=4)
    tap = stray_tap(seed=1)["strokes"][0]
    moved = [[300 + x % 5, 330 + y % 5] for x, y, *_ in tap]
    reading = eye.read_regions(Ink.from_wire({**ink, "strokes": [*ink["strokes"], moved]}), GRID)
    assert reading.text == "23"


def test_boxes_of_several_answers_are_told_apart(eye: Reader) -> None:
    two = [
        Region("b1", (50.0, 100.0, 450.0, 400.0), "whole", 0, may_be_empty=False),
        Region("b2", (550.0, 100.0, 950.0, 400.0), "whole", 1, may_be_empty=False),
    ]
    ink = write_in([("12", two[0].box), ("5", two[1].box)], seed=3)
    reading = eye.read_regions(Ink.from_wire(ink), two)
    assert reading.text == "12|5"
    assert [symbol.text for symbol in reading.symbols] == ["12", "|", "5"]
    missing = eye.read_regions(Ink.from_wire(write_in([("12", two[0].box)], seed=3)), two)
    assert missing.status == "unreadable" and "gap" in missing.flags


def test_a_stroke_belongs_where_most_of_it_lies() -> None:
    def across(start: float, end: float, y: float = 360.0) -> Placed:
        return place(np.array([[start, y], [end, y]]), GRID)

    at = {region.name: k for k, region in enumerate(GRID)}
    assert across(300, 480) == Placed(at["a3"], pytest.approx(0.5, abs=0.03))
    assert across(250, 410).region == at["a3"] and across(370, 560).region == at["a2"]
    # Over three boxes: where its middle is.
    assert across(220, 950).region == at["a1"]
    # A tail that hangs out below still belongs to its box; far outside it belongs to none.
    assert place(np.array([[300.0, 440.0], [300.0, 540.0]]), ROW).region == 0
    assert place(np.array([[20.0, 20.0], [60.0, 60.0]]), ROW).region is None
    # Room for working takes only what lies in it.
    assert place(np.array([[300.0, 910.0], [300.0, 950.0]]), [WORK]).region is None


def test_a_row_that_reads_otherwise_as_a_line_makes_nobody_sure() -> None:
    """A stroke crosses into the next box: what the cells say holds only as far as the line says so too."""

    def looking(line: str, far: float) -> dict[str, float]:
        def see(sight: Sight, kind: str) -> Seen:
            texts = {"whole": line, "digit": "4" if sight.paths[0][0][0] < 780 else "7"}
            return Seen("read", (Candidate(texts[kind], 0.98),))

        strokes = [[[700.0, 350.0], [far, 350.0]], [[860.0, 300.0], [860.0, 420.0]]]
        ink = Ink.from_wire({"version": 1, "width": 1000, "height": 500, "strokes": strokes})
        seen, _ = see_regions(see, ink, ROW)
        return {one.text: one.probability for one in seen.candidates}

    assert ROW[2].box[2] == 770.0
    crossing, inside = 800.0, 765.0
    assert looking("41", crossing) == pytest.approx({"47": 0.4802, "41": 0.49})
    assert looking("47", crossing) == pytest.approx({"47": 0.9604})
    assert looking("41", inside) == pytest.approx({"47": 0.9604}), "a row that is not crowded is not looked at again"


def test_nothing_written_is_blank(eye: Reader) -> None:
    reading = eye.read_regions(Ink.from_wire(blank()), GRID)
    assert (reading.status, reading.cells) == ("blank", ())
    with pytest.raises(ValueError, match="unknown answer kind"):
        eye.read_regions(Ink.from_wire(blank()), [Region("x", (0, 0, 1, 1), "roman")])


def test_a_reading_of_cells_is_the_same_after_storing(eye: Reader) -> None:
    reading = written(eye, {"a1": "2", "a0": "3", "c1": "1"})
    again = Reading.from_json(reading.to_json())
    assert again.to_json() == reading.to_json()
    assert cells(again) == cells(reading)
