"""One spelling for what keyboards, documents and countries write in many ways. Pure."""

from __future__ import annotations

import re
import unicodedata

# What stands for the same sign on keyboards, in documents and in other countries.
SIGNS = str.maketrans(
    {
        "x": "×", "X": "×", "*": "×", "·": "×", "⋅": "×", "✕": "×", "✖": "×",
        "/": "÷", ":": "÷", "∶": "÷", "∕": "÷",
        "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-",
        "□": "?", "☐": "?", "▢": "?", "[": "(", "]": ")", "{": "(", "}": ")",
    }
)  # fmt: skip
# A division with what is left over is kept in one spelling; other colons may be times or ratios.
_REST = re.compile(r"^(\d+) ?[:/] ?(\d+)(?= = \? ?[rR] ?\?)")
_SUM = re.compile(r"[\d\s+\-×÷()?=.,⁄]*")
# 1/2 written close and less than one is a fraction; where there is one, 5/4 is one too. 12/4 alone is a division.
_CLOSE = re.compile(r"(?<![\d/.⁄])(\d{1,4})/(\d{1,4})(?![\d/.])")


def clean(line: str) -> str:
    """A line without what nobody sees, with one space where there are many, and 17 : 5 = ? R ? as 17 ÷ 5 = ? R ?."""
    line = unicodedata.normalize("NFC", line)
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in line
        if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return _REST.sub(r"\1 ÷ \2", " ".join(shown.split()))


def folded(text: str) -> str:
    """Full-width signs as plain ones. Powers and vulgar fractions stay: 3² is not 32, and 1 ÷ ½ is not 1 ÷ 1 ÷ 2."""
    return "".join(
        sign if unicodedata.category(sign) == "No" else unicodedata.normalize("NFKC", sign) for sign in text
    )


def as_sum(text: str) -> str | None:
    """`text` with one spelling for every sign, if it is a sum at all."""
    plain = _with_fractions(folded(text)).translate(SIGNS)
    plain = re.sub(r"_+", "?", plain)
    return plain if _SUM.fullmatch(plain) and re.search(r"\d", plain) else None


def _with_fractions(text: str) -> str:
    found = _CLOSE.findall(text)
    proper = any(0 < int(top) < int(bottom) for top, bottom in found)
    return _CLOSE.sub(r"\1⁄\2", text) if proper and all(int(bottom) for _, bottom in found) else text
