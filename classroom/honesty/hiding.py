"""Which cells of a breakdown are too small to show, and which must go with them. Pure.

A cell of fewer than five children or twenty answers is hidden: it would speak of children, not of the machine. As the
whole is shown too, what is hidden must not come out by subtraction: the hidden cells together have at least five
children, are at least two, and the smallest shown ones are hidden with them until that is so. Where that leaves fewer
than two cells to show, the breakdown is not shown at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

FEWEST_CHILDREN = 5
FEWEST_ANSWERS = 20


def hidden(cells: Mapping[str, tuple[int, int]], *, also: Collection[str] = ()) -> set[str]:
    """The names of the cells to hide, `also` among them; each cell is (children, answers).

    Cells without answers hide nothing and are not counted.
    """
    filled = {name: cell for name, cell in cells.items() if cell[1]}
    gone = {name for name, cell in filled.items() if name in also or not is_enough(*cell)}
    shown = sorted(filled.keys() - gone, key=lambda name: (filled[name][0], filled[name][1], name))
    while gone and shown and (len(gone) < 2 or sum(filled[name][0] for name in gone) < FEWEST_CHILDREN):
        gone.add(shown.pop(0))
    return set(filled) if gone and len(shown) < 2 else gone


def is_enough(children: int, answers: int) -> bool:
    """Whether a figure that stands alone may be shown."""
    return children >= FEWEST_CHILDREN and answers >= FEWEST_ANSWERS


def roughly(count: int) -> int:
    """A count as it may be printed for everybody: to the nearest ten, so that two reports cannot be subtracted.

    >>> roughly(1234), roughly(3)
    (1230, 0)
    """
    return (count + 5) // 10 * 10
