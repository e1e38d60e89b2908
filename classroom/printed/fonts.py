"""The typeface of everything printed: DejaVu Sans has letters that a PDF's Helvetica lacks (−, ≤, names)."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"

_FOLDER = Path(__file__).parent / "vendor" / "dejavu"

for _name in (REGULAR, BOLD):
    pdfmetrics.registerFont(TTFont(_name, str(_FOLDER / f"{_name}.ttf")))
pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def known(text: str) -> bool:
    """Whether the typeface has every letter; where it has not, a line to write on is better than a row of boxes."""
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return all(ord(letter) in glyphs for letter in text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in points, at `size` points."""
    return float(pdfmetrics.stringWidth(str(text), BOLD if bold else REGULAR, size))
