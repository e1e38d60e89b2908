"""Labels of unipen-digits-dev that a person doubts: shown in the report, never dropped silently from a figure.

Found by looking, one by one, at the 41 of 1,259 inks where one of two readers (the line network of November 2026 and
the forebears' network with pens) differed from the label; the other 1,218 labels have a reader on their side.
"""

from __future__ import annotations

_ONE_LIKE_SEVEN = "a 1 with so long a flag that it is a 7 elsewhere; all of one writer"

DOUBTFUL: dict[str, str] = {
    "unipen-ddev-89": "labelled 7, plainly a 2",
    "unipen-ddev-77": "labelled 1, drawn as a Z: a 2, or a 1 with flag and foot",
    "unipen-ddev-24": "labelled 2, a loop with a bow over it: nobody can say",
    "unipen-ddev-745": "labelled 3, drawn as a 5 that lacks its roof",
    **{f"unipen-ddev-{k}": _ONE_LIKE_SEVEN for k in (1126, 1179, 1183, 1200, 1205, 1210, 1230, 1236, 1240)},
}
