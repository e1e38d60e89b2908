"""The colours of every look, put together from the stylesheets as a browser does, and ratios of contrast."""

from __future__ import annotations

import re
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent.parent / "classroom/static/classroom/css"
DARK_DEVICE = "@media (prefers-color-scheme: dark) {"
# What each look is made of, in the order of the files; contrast.css has a part for dark devices.
MADE_OF = {
    "light": ["tokens"],
    "dark": ["tokens", "dark"],
    "high contrast": ["tokens", "contrast"],
    "high contrast in the dark": ["tokens", "dark", "contrast", "contrast in the dark"],
}
CHILDREN_ONLY = {"day": ["tokens", "day"]}


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
