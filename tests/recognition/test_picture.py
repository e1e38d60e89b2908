"""Pictures from strangers: limits before decoding, both polarities, ruled paper, uneven light."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from handwriting import write
from recognition.paper import without_print
from recognition.picture import BadPicture, components, ink_mask, marks_of_picture, open_picture, thin, traced
from recognition.reader import default_reader


def drawn(text: str, seed: int, *, paper: int = 250, ink: int = 30, width: int = 9) -> Image.Image:
    picture = Image.new("L", (1000, 400), paper)
    pen = ImageDraw.Draw(picture)
    for stroke in write(text, seed=seed)["strokes"]:
        points = [(x, y) for x, y, _ in stroke]
        pen.line(points if len(points) > 1 else points * 2, fill=ink, width=width, joint="curve")
    return picture


def saved(picture: Image.Image, kind: str = "PNG") -> bytes:
    data = io.BytesIO()
    picture.save(data, kind)
    return data.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 50,000 pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "PNG and JPEG"),
        (b"GIF89a" + b"\0" * 50, "PNG and JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG and JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 40, "damaged"),
        (saved(Image.new("L", (200, 200)))[:60], "damaged"),
        (bomb(), "too many pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (8 * 1024 * 1024), "larger than 8 MB"),
    ],
)
def test_what_is_no_fit_picture_is_refused_in_plain_words(data: bytes, word: str) -> None:
    with pytest.raises(BadPicture, match=word):
        open_picture(data)


def test_an_empty_page_is_blank_in_either_colour() -> None:
    for paper in (0, 128, 255):
        assert marks_of_picture(saved(Image.new("L", (300, 200), paper))) == []
    assert default_reader().read_image(saved(Image.new("L", (300, 200), 255))).status == "blank"


def test_sixteen_bits_are_as_good_as_eight() -> None:
    deep = Image.fromarray(np.asarray(drawn("47", 3)).astype(np.uint16) * 257)
    assert np.array_equal(np.asarray(open_picture(saved(deep))), np.asarray(open_picture(saved(drawn("47", 3)))))


def test_a_picture_full_of_lines_is_not_read_and_not_followed_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def followed(part: object) -> None:
        raise AssertionError("a line of noise was followed")

    monkeypatch.setattr("recognition.picture.components", followed)
    noise = np.random.default_rng(0).integers(0, 256, (400, 600), dtype=np.uint8)
    assert default_reader().read_image(saved(Image.fromarray(noise))).status == "unreadable"


def test_every_pixel_of_a_line_is_drawn_once_wherever_it_begins() -> None:
    ring = np.array([(r, c) for r in range(20) for c in range(20) if r in (0, 19) or c in (0, 19)])
    drawn_once = np.concatenate(traced(ring))
    assert len(drawn_once) == len(ring) == len({tuple(spot) for spot in drawn_once.tolist()})


def test_dark_on_light_and_light_on_dark_give_the_same_marks() -> None:
    picture = drawn("47", 3)
    light = Image.eval(picture, lambda value: 255 - value)
    assert np.array_equal(ink_mask(picture), ink_mask(light))


def test_thinning_keeps_a_line_one_pixel_wide_and_whole() -> None:
    mask = np.zeros((40, 60), dtype=bool)
    mask[15:22, 5:55] = True
    line = thin(mask)
    assert line.sum(axis=0).max() <= 2
    assert len(components(line)) == 1
    assert np.flatnonzero(line.any(axis=0)).size > 40


def test_ruled_lines_are_taken_off_the_page() -> None:
    picture = drawn("58", 4)
    pen = ImageDraw.Draw(picture)
    for y in range(40, 400, 60):
        pen.line([(0, y), (999, y)], fill=150, width=2)
    marks = marks_of_picture(saved(picture)) or []
    widest = max(float(np.ptp(mark[:, 0])) for mark in marks)
    assert widest < 400, "no mark runs across the page"


def ruled(mask: np.ndarray, slope: float, gap: int, thick: int = 2) -> np.ndarray:
    high, wide = mask.shape
    fall = np.rint(slope * (np.arange(wide) - wide / 2)).astype(int)
    out = mask.copy()
    for row in range(gap // 2, high, gap):
        for k in range(thick):
            at = row + k + fall
            inside = (at >= 0) & (at < high)
            out[at[inside], np.arange(wide)[inside]] = True
    return out


def box(high: int, wide: int) -> np.ndarray:
    """A frame of thick strokes, which crosses every rule."""
    mask = np.zeros((high, wide), dtype=bool)
    mask[60:200, 150:158] = mask[60:200, 250:258] = mask[60:68, 150:258] = mask[192:200, 150:258] = True
    return mask


def beside(mask: np.ndarray) -> np.ndarray:
    """The mask, two pixels thicker all round: where a stroke lies on a rule, it may take a little of it along."""
    out = mask.copy()
    for by in (1, 2):
        out[by:] |= mask[:-by]
        out[:-by] |= mask[by:]
        out[:, by:] |= mask[:, :-by]
        out[:, :-by] |= mask[:, by:]
    return out


@pytest.mark.parametrize("slope", [0.0, 0.02, -0.05])
@pytest.mark.parametrize("gap", [45, 90])
def test_rules_go_whether_or_not_the_page_lies_straight_and_what_crosses_them_stays(slope: float, gap: int) -> None:
    written = box(300, 400)
    left = without_print(ruled(written, slope, gap))
    assert (left & ~beside(written)).sum() < 20, "next to nothing of the rules"
    assert (written & ~left).sum() < 0.03 * written.sum(), "next to nothing of the strokes is lost"


def test_squares_go_with_their_upright_lines() -> None:
    written = box(300, 400)
    page = ruled(ruled(written, 0.02, 40).T, -0.02, 40).T
    left = without_print(page)
    assert (left & ~beside(written)).sum() < 40 and (written & ~left).sum() < 0.03 * written.sum()


def test_a_long_line_of_ones_own_is_no_rule() -> None:
    bar = np.zeros((200, 240), dtype=bool)
    bar[100:105, 30:210] = True
    bar[20:80, 110:118] = bar[120:180, 110:118] = True
    equals = np.zeros((120, 200), dtype=bool)
    equals[40:45, 5:196] = equals[80:85, 3:190] = True
    seven = np.zeros((150, 100), dtype=bool)
    seven[2:8, :] = True
    seven[8:150, 80:88] = True
    edge_to_edge = bar.copy()
    edge_to_edge[100:105, :] = True
    for mask in (bar, equals, seven, edge_to_edge):
        assert np.array_equal(without_print(mask), mask)


def test_dark_corners_do_not_turn_a_photo_into_a_negative() -> None:
    picture = np.asarray(drawn("58", 4), dtype=float)
    y, x = np.mgrid[0:1:400j, 0:1:1000j]
    dark = Image.fromarray((picture * (1 - 1.2 * ((x - 0.5) ** 2 + (y - 0.5) ** 2))).astype(np.uint8))
    mask, plain = ink_mask(open_picture(saved(dark))), ink_mask(open_picture(saved(drawn("58", 4))))
    assert (mask & plain).sum() > 0.8 * (mask | plain).sum()


def test_pictures_are_read_through_uneven_light_and_as_jpeg() -> None:
    reader = default_reader()
    right = 0
    for seed, text in enumerate(["7", "42", "903", "15", "68"]):
        picture = np.asarray(drawn(text, seed, ink=70), dtype=float)
        shade = np.linspace(0.55, 1.0, picture.shape[1])[None, :]
        photo = Image.fromarray((picture * shade).astype(np.uint8))
        right += reader.read_image(saved(photo, "JPEG")).text == text
    assert right >= 4


def test_a_photo_of_lined_paper_with_dark_corners_is_read() -> None:
    reader = default_reader()
    y, x = np.mgrid[0:1:400j, 0:1:1000j]
    right = 0
    for seed, text in enumerate(["7", "42", "903", "15", "68"]):
        page = Image.new("L", (1000, 400), 235)
        pen = ImageDraw.Draw(page)
        for row in range(40, 400, 80):
            pen.line([(0, row), (999, row + 12)], fill=165, width=3)
        written = np.minimum(np.asarray(page), np.asarray(drawn(text, seed, paper=255, ink=75)))
        light = written * (1 - 0.9 * ((x - 0.5) ** 2 + (y - 0.5) ** 2))
        right += reader.read_image(saved(Image.fromarray(light.astype(np.uint8)), "JPEG")).text == text
    assert right >= 4
