"""Photos and scans to marks: limits first, then binarisation, thinning and component finding."""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from recognition.raster import Path

MAX_PICTURE_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 24_000_000
MAX_SIDE = 10_000
WORK_SIDE = 900  # pictures are shrunk to this longer side before anything costly

_MAGIC = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}

Mask = NDArray[np.bool_]


class BadPicture(ValueError):
    """Not a picture that can be read; its message says why in plain words."""


def open_picture(data: bytes) -> Image.Image:
    """Decode a PNG or JPEG to 8-bit grey, upright, at most 900 pixels long; limits are checked before
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
    """Which pixels of a grey picture are ink: polarity by the border, uneven light by a local mean, ruled
    lines removed."""
    grey = np.asarray(picture, dtype=np.float64)
    if max(grey.shape) < 120:
        factor = 240 / max(grey.shape)
        larger = picture.resize(
            (round(picture.width * factor), round(picture.height * factor)), Image.Resampling.BICUBIC
        )
        return _shrink(ink_mask(larger), grey.shape)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(border) < grey.mean():
        grey = 255 - grey
        picture = ImageOps.invert(picture)
    radius = max(grey.shape) / 12
    paper = np.asarray(
        picture.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(radius)), dtype=np.float64
    )
    depth = np.clip(paper - grey, 0, None)
    strongest = float(np.percentile(depth, 99.8))
    if strongest < 24:
        return np.zeros(grey.shape, dtype=bool)
    mask = depth > max(_otsu(depth), 0.3 * strongest, 16)
    return _without_rules(mask)


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


def _without_rules(mask: Mask) -> Mask:
    """Remove printed lines: rows that are ink nearly from edge to edge, kept where a stroke crosses them."""
    out = mask.copy()
    rows = np.flatnonzero(mask.mean(axis=1) > 0.6)
    for row in rows.tolist():
        above, below = max(row - 3, 0), min(row + 3, mask.shape[0] - 1)
        crossing = mask[above] & mask[below]
        out[row] &= crossing
    return out


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
    groups = [points[roots == root] for root in np.unique(roots)]
    return sorted(groups, key=len, reverse=True)


def _root(parent: NDArray[np.int64], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = int(parent[i])
    return i


def marks_of_picture(data: bytes) -> list[Path]:
    """Return the skeleton of each mark in a picture as (n, 2) points x, y in pixels, in no order; specks
    are dropped."""
    mask = ink_mask(open_picture(data))
    if not mask.any() or mask.mean() > 0.5:
        return []
    found = components(mask)
    tallest = max(float(np.ptp(part[:, 0])) for part in found) + 1
    largest = len(found[0])
    kept = [part for part in found if len(part) >= max(4, 0.012 * largest) and _extent(part) >= 0.03 * tallest][:64]
    marks: list[Path] = []
    for part in sorted(kept, key=lambda part: int(part[:, 1].min())):
        alone = np.zeros(mask.shape, dtype=bool)
        alone[part[:, 0], part[:, 1]] = True
        top, left = part.min(axis=0)
        bottom, right = part.max(axis=0)
        line = thin(alone[top : bottom + 1, left : right + 1])
        spots = np.argwhere(line)[:, ::-1].astype(np.float64) + (left, top)
        if len(spots):
            marks.append(spots)
    return marks


def _extent(part: NDArray[np.int64]) -> float:
    return float(np.ptp(part, axis=0).max()) + 1
