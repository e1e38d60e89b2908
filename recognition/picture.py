"""Photos and scans to marks: limits first, then binarisation, thinning and component finding."""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from recognition.paper import Mask, without_print
from recognition.raster import Path

MAX_PICTURE_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 24_000_000
MAX_SIDE = 10_000
# Pixels of thinned lines on a picture of that size: 8888888 from edge to edge has 2,600. So many are a pattern, a
# page of text or noise, and would only cost time.
MOST_LINE = 20_000
WORK_SIDE = 720  # pictures are shrunk to this longer side before anything costly

_MAGIC = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}


class BadPicture(ValueError):
    """Not a picture that can be read; its message says why in plain words."""


def open_picture(data: bytes) -> Image.Image:
    """Decode a PNG or JPEG to 8-bit grey, upright, at most 720 pixels long; limits are checked before
    decoding."""
    if len(data) > MAX_PICTURE_BYTES:
        raise BadPicture("the picture is larger than 8 MB")
    kind = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    if kind is None:
        raise BadPicture("only PNG and JPEG pictures can be read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(data), formats=[kind])
            width, height = picture.size
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                raise BadPicture("the picture has too many pixels")
            if min(width, height) < 4:
                raise BadPicture("the picture is too small")
            picture.draft("L", (WORK_SIDE, WORK_SIDE))
            picture.load()
            picture = ImageOps.exif_transpose(picture)
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                # Drawn on nothing: nothing is paper, unless the drawing itself is white.
                rgba = picture.convert("RGBA")
                grey = np.asarray(rgba.convert("L"), dtype=np.float64)
                alpha = np.asarray(rgba.getchannel("A"), dtype=np.float64) / 255
                drawn = float((grey * alpha).sum() / max(alpha.sum(), 1e-9))
                paper = 255.0 if drawn < 128 or alpha.min() > 0.99 else 0.0
                blended = grey * alpha + paper * (1 - alpha)
                picture = Image.fromarray(np.rint(blended).astype(np.uint8))
            elif picture.mode.startswith("I"):  # of 16 bits: converting it would make white of all but the darkest
                deep = np.asarray(picture, dtype=np.float64) / 257
                picture = Image.fromarray(np.clip(np.rint(deep), 0, 255).astype(np.uint8))
            picture = picture.convert("L")
    except BadPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture("the picture has too many pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise BadPicture("the picture is damaged") from error
    picture.thumbnail((WORK_SIDE, WORK_SIDE), Image.Resampling.LANCZOS)
    return picture


def ink_mask(picture: Image.Image) -> Mask:
    """Which pixels of a grey picture are ink: dark or light, whichever there is less of; uneven light by a local
    mean, printed lines removed."""
    grey = np.asarray(picture, dtype=np.float64)
    if max(grey.shape) < 120:
        factor = 240 / max(grey.shape)
        larger = picture.resize(
            (round(picture.width * factor), round(picture.height * factor)), Image.Resampling.BICUBIC
        )
        return _shrink(ink_mask(larger), grey.shape)
    radius = max(grey.shape) / 12
    if _is_light_on_dark(grey, picture, radius):
        grey = 255 - grey
        picture = ImageOps.invert(picture)
    paper = np.asarray(
        picture.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(radius)), dtype=np.float64
    )
    depth = np.clip(paper - grey, 0, None)
    strongest = float(np.percentile(depth, 99.8))
    if strongest < 24:
        return np.zeros(grey.shape, dtype=bool)
    mask = depth > max(_otsu(depth), 0.3 * strongest, 16)
    return without_print(mask)


def _is_light_on_dark(grey: NDArray[np.float64], picture: Image.Image, radius: float) -> bool:
    """Whether what stands out from its surroundings is lighter: the corners of a photo are often dark, so that no
    edge tells."""
    around = np.asarray(picture.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float64)
    return bool(((grey - around) ** 3).sum() > 0)


def _shrink(mask: Mask, shape: tuple[int, ...]) -> Mask:
    image = Image.fromarray((mask * 255).astype(np.uint8)).resize((shape[1], shape[0]), Image.Resampling.BOX)
    return np.asarray(image) > 100


def _otsu(depth: NDArray[np.float64]) -> float:
    counts, edges = np.histogram(depth, bins=64)
    centres = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    mass = np.cumsum(counts * centres)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    return float(centres[int(np.nan_to_num(spread).argmax())])


def thin(mask: Mask) -> Mask:
    """Reduce ink to lines one pixel wide (Zhang and Suen, 1984)."""
    image = np.pad(mask, 1)
    for _ in range(200):
        changed = False
        for step in (0, 1):
            p2, p4, p6, p8 = image[:-2, 1:-1], image[1:-1, 2:], image[2:, 1:-1], image[1:-1, :-2]
            p3, p5, p7, p9 = image[:-2, 2:], image[2:, 2:], image[2:, :-2], image[:-2, :-2]
            ring = [p2, p3, p4, p5, p6, p7, p8, p9, p2]
            near = sum(part.astype(np.int8) for part in ring[:-1])
            turns = sum((~a & b).astype(np.int8) for a, b in zip(ring, ring[1:], strict=False))
            first = ~(p2 & p4 & p6) & ~(p4 & p6 & p8) if step == 0 else ~(p2 & p4 & p8) & ~(p2 & p6 & p8)
            gone = image[1:-1, 1:-1] & (near >= 2) & (near <= 6) & (turns == 1) & first
            if gone.any():
                image[1:-1, 1:-1] &= ~gone
                changed = True
        if not changed:
            break
    return image[1:-1, 1:-1]


def components(mask: Mask) -> list[NDArray[np.int64]]:
    """Return the (n, 2) pixels (row, column) of each 8-connected component, largest first."""
    points = np.argwhere(mask)
    if not len(points):
        return []
    index = -np.ones((mask.shape[0] + 2, mask.shape[1] + 2), dtype=np.int64)
    index[points[:, 0] + 1, points[:, 1] + 1] = np.arange(len(points))
    parent = np.arange(len(points))
    neighbours = np.stack(
        [index[points[:, 0] + 1 + dr, points[:, 1] + 1 + dc] for dr, dc in ((0, 1), (1, -1), (1, 0), (1, 1))]
    )
    for row in neighbours:
        for a, b in zip(np.flatnonzero(row >= 0), row[row >= 0], strict=True):
            first, second = _root(parent, int(a)), _root(parent, int(b))
            parent[max(first, second)] = min(first, second)
    roots = np.array([_root(parent, i) for i in range(len(points))])
    order = np.argsort(roots, kind="stable")
    groups = np.split(points[order], np.flatnonzero(np.diff(roots[order])) + 1)
    return sorted(groups, key=len, reverse=True)


def _root(parent: NDArray[np.int64], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = int(parent[i])
    return i


def marks_of_picture(data: bytes) -> list[Path] | None:
    """Return the marks in a picture as lines of (x, y) pixels, left to right; where they begin means nothing.
    Specks are
    dropped; a page that is mostly ink has no marks, and one that is full of lines none that could be read: None."""
    mask = ink_mask(open_picture(data))
    if not mask.any() or mask.mean() > 0.5:
        return []
    line = thin(mask)
    if line.sum() > MOST_LINE:
        return None
    found = components(line)
    tallest = max(float(np.ptp(part[:, 0])) for part in found) + 1
    thick = mask.sum() / max(1, line.sum())
    marks: list[Path] = []
    for part in sorted(found[:64], key=lambda part: int(part[:, 1].min())):
        if _extent(part) < 0.12 * tallest and not _is_dot(mask, part, thick, tallest):
            continue
        marks += traced(part)
    return marks[:256]


def _extent(part: NDArray[np.int64]) -> float:
    return float(np.ptp(part, axis=0).max()) + 1


def _is_dot(mask: Mask, part: NDArray[np.int64], thick: float, tallest: float) -> bool:
    """Whether a short mark has the body of a point made with this pen, not that of a speck of dust."""
    row, column = part.mean(axis=0).round().astype(int).tolist()
    reach = max(2, round(thick))
    body = mask[max(row - reach, 0) : row + reach + 1, max(column - reach, 0) : column + reach + 1].sum()
    return bool(body >= 0.5 * thick * thick and body > 0.0006 * tallest * tallest)


def traced(part: NDArray[np.int64]) -> list[Path]:
    """Follow the pixels (row, column) of a thin mark as a pen would: from an end, straight on over crossings,
    until all
    are drawn."""
    left = {(int(row), int(column)) for row, column in part}
    beside = {spot: _around(spot, left) for spot in left}
    ends = sorted((spot for spot in left if len(beside[spot]) == 1), key=lambda s: (s[1], s[0]), reverse=True)
    lines: list[Path] = []
    order = iter(sorted(left))
    while left:
        while ends and ends[-1] not in left:
            ends.pop()
        spot = ends.pop() if ends else next(one for one in order if one in left)
        left.discard(spot)
        walk = [spot]
        way = (0, 0)
        while near := [s for s in beside[spot] if s in left]:
            ahead, here = way, spot
            spot = max(near, key=lambda s: (s[0] - here[0]) * ahead[0] + (s[1] - here[1]) * ahead[1] - _far(s, here))
            left.discard(spot)
            walk.append(spot)
            back = walk[max(0, len(walk) - 6)]
            way = (spot[0] - back[0], spot[1] - back[1])
        if len(walk) > 2 or not lines:
            lines.append(np.array([(column, row) for row, column in walk], dtype=np.float64))
    return lines


_ROUND = tuple((dr, dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1) if dr or dc)


def _around(spot: tuple[int, int], pixels: set[tuple[int, int]]) -> list[tuple[int, int]]:
    row, column = spot
    return [near for dr, dc in _ROUND if (near := (row + dr, column + dc)) in pixels]


def _far(a: tuple[int, int], b: tuple[int, int]) -> float:
    return 0.5 * (abs(a[0] - b[0]) + abs(a[1] - b[1]))
