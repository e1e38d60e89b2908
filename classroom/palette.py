"""The colours of every look, put together from the stylesheets as a browser does, and ratios of contrast."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CSS = Path(__file__).resolve().parent / "static/classroom/css"
DARK_DEVICE = "@media (prefers-color-scheme: dark) {"
# What each look is made of, in the order of the files; contrast.css has a part for dark devices.
MADE_OF = {
    "light": ["tokens"],
    "dark": ["tokens", "dark"],
    "high contrast": ["tokens", "contrast"],
    "high contrast in the dark": ["tokens", "dark", "contrast", "contrast in the dark"],
}
CHILDREN_ONLY = {"day": ["tokens", "day"]}


TEXT, EDGE, SURE = 4.5, 3.0, 7.0
# What text needs, what edges need, and what text needs where contrast is to be high (WCAG 2.2: 1.4.3, 1.4.11, 1.4.6).
# Grounds, and what is written on them.
TEACHERS_TEXT = {
    "page": "ink ink-soft right wrong look wait primary primary-dark accent",
    "paper": "ink ink-soft right wrong look wait primary primary-dark accent",
    "head": "ink ink-soft",
    "stripe-1": "ink ink-soft",
    "stripe-2": "ink",
    "wait-faint": "ink ink-soft",
    "wait-bg": "ink ink-soft wait primary",
    "right-bg": "ink right",
    "wrong-bg": "ink wrong",
    "look-bg": "ink ink-soft look look-text",
    "right": "on-solid", "right-strong": "on-solid",
    "wrong": "on-solid", "wrong-strong": "on-solid",
    "look": "on-solid", "look-strong": "on-solid",
    "primary": "on-primary", "primary-dark": "on-primary",
    "star": "on-star",
    "night": "on-night star", "night-2": "on-night",
    "pad": "pen pen-live",
    "band": "ink", "heat-1": "ink", "heat-2": "ink", "heat-3": "ink", "heat-4": "ink",
}  # fmt: skip
CHILDRENS_TEXT = {
    "sky-1": "sky-text sky-soft",
    "sky-2": "sky-text sky-soft tool-off spark",
    "sky-3": "sky-text sky-soft",
    "panel": "sky-text sky-soft",
    "tool": "tool-text spark", "tool-hover": "tool-text",
    "star": "on-star", "star-hover": "on-star",
    "off": "on-off",
    "card": "ink ink-soft card-primary again look-text",
    "card-hover": "ink card-primary",
    "card-done": "ink ink-soft",
    "kind": "kind-text",
    "again-bg": "again",
    "pale": "on-pale",
    "bubble": "on-bubble card-primary",
    "pad": "pen pen-live",
    "right-bg": "right", "look-bg": "look-text", "wait-bg": "wait",
}  # fmt: skip
# What one sees that is no text: edges of controls, the focus, signs.
TEACHERS_EDGES = {"paper": "line-strong focus alive primary", "page": "line-strong focus"}
CHILDRENS_EDGES = {"sky-1": "focus", "sky-2": "focus tool-line halo", "sky-3": "focus", "card": "card-focus"}


@dataclass(frozen=True)
class Pair:
    """Something on a ground: what their contrast is, and what it should be at least."""

    name: str
    ground: str
    colour: str
    ground_colour: str
    least: float

    @property
    def ratio(self) -> float:
        """Contrast of the two."""
        return ratio(self.colour, self.ground_colour)


@cache
def pairs(look: str, *, children: bool) -> list[Pair]:
    """Everything that stands on something in a look, of MADE_OF or CHILDREN_ONLY."""
    found = colours((MADE_OF | CHILDREN_ONLY)[look], children=children)
    text, edges = (CHILDRENS_TEXT, CHILDRENS_EDGES) if children else (TEACHERS_TEXT, TEACHERS_EDGES)
    wanted = SURE if "contrast" in look else TEXT
    return [
        Pair(name, ground, found[name], found[ground], least)
        for grounds, least in ((text, wanted), (edges, EDGE))
        for ground, names in grounds.items()
        for name in names.split()
    ]


def colours(files: list[str], *, children: bool) -> dict[str, str]:
    """Names and values of the custom properties that are in force."""
    found: dict[str, str] = {}
    for file in files:
        text = (CSS / f"{file.split()[0]}.css").read_text()
        before, _, dark = text.partition(DARK_DEVICE)
        part = dark if file.endswith("in the dark") else before
        for selector, body in re.findall(r'(:root|\[data-theme="night"\]) \{([^}]*)\}', part):
            if children or selector == ":root":
                found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return found


def ratio(one: str, other: str) -> float:
    """Contrast of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    assert re.fullmatch(r"[0-9a-f]{6}", digits), colour
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
