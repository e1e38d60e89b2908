"""What is printed on the paper under handwriting: rules and squares, level or a little askew as in a photo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]

LONG = 0.45  # of its way across the paper must be ink, thin lines being broken by a camera: what is less is no rule
FAINT = 0.3  # the same where several like it were found
GAP = 0.025  # of the width: such gaps are small; digits side by side leave larger ones between their roofs
STEADY = 0.8  # of its way has no larger gap
LEAST = 0.25  # of the width: of a rule askew that leaves the paper sooner nothing is said
LEAST_AMONG = 0.08  # the same where several like it were found
EDGE = 0.05  # of the width: a rule begins and ends so near the edges, and has no gap of three times that
ASKEW = 0.09  # the most a rule rises or falls, as a share of the way: five degrees
BENT = 0.02  # so much may rules of one page differ, through a lens that was not held straight
SEVERAL = 3  # long lines are rules even where they end before the edges; "=" has two
THICK = 9  # pixels: what is thicker is no rule


@dataclass(frozen=True)
class Rule:
    """One printed line: its first and last row in the middle of the page, and how far it falls on its way across."""

    first: int
    last: int
    slope: float


def without_print(mask: Mask) -> Mask:
    """Remove rules, and upright lines where there are several rules (squares, a margin); ink over them stays.

    A single long line is left where it may be somebody's own: the bar of a fraction, the two of "=".
    """
    level = _Page(mask).rules()
    if not level:
        return mask
    out = _wiped(mask, level)
    if len(level) >= SEVERAL:
        out = _wiped(out.T, _Page(mask.T).rules(to_the_edges=True)).T
    return out


class _Page:
    """The ink of a page as points, so that it can be summed along any slope."""

    def __init__(self, mask: Mask) -> None:
        self.high, self.wide = mask.shape
        # One pixel thicker: the steps of a thin line askew are not where those of its slope are.
        thicker = mask.copy()
        thicker[1:] |= mask[:-1]
        self.rows, self.columns = np.nonzero(thicker)
        self._room = int(ASKEW * self.wide) + 3

    def rules(self, *, to_the_edges: bool = False) -> list[Rule]:
        """All rules; only those from edge to edge where that is asked, or where there are too few to be sure."""
        step = 2 / self.wide
        slopes = np.arange(-ASKEW, ASKEW + step, step)
        sums = [self._covered(slope) for slope in slopes]
        best = float(slopes[int(np.argmax([float((one.astype(np.float64) ** 3).sum()) for one in sums]))])
        found: list[Rule] = []
        for slope, covered in sorted(zip(slopes.tolist(), sums, strict=True), key=lambda pair: abs(pair[0] - best)):
            if abs(slope - best) <= BENT:
                found += self._new(found, covered, slope, LONG, LEAST)
        found = [rule for rule in found if self._is_steady(rule)]
        if to_the_edges or len(found) < SEVERAL:
            found = [rule for rule in found if self._from_edge_to_edge(rule)]
        if len(found) >= SEVERAL:
            faint = self._new(found, self._covered(best), best, FAINT, LEAST_AMONG)
            return found + [rule for rule in faint if self._goes_across(rule)]
        if not to_the_edges and any(self._may_be_written(rule, found) for rule in found):
            return []
        return found

    def _level(self, slope: float) -> Counts:
        return self.rows - _fall(slope, self.wide)[self.columns] + self._room

    def _covered(self, slope: float) -> Counts:
        """How many columns of each row, falling by the slope, are ink."""
        return np.bincount(self._level(slope), minlength=self.high + 2 * self._room)

    def _way(self, slope: float) -> Counts:
        """How many columns of each row, falling by the slope, lie on the paper at all."""
        begins = self._room - _fall(slope, self.wide)
        size = self.high + 2 * self._room
        return np.cumsum(np.bincount(begins, minlength=size) - np.bincount(begins + self.high, minlength=size))

    def _new(self, found: list[Rule], covered: Counts, slope: float, share: float, least: float) -> list[Rule]:
        """The runs of rows that are ink for so large a share of their way, and were not found yet."""
        out = []
        inked = np.flatnonzero(covered > share * np.maximum(self._way(slope), least * self.wide))
        for run in np.split(inked, np.flatnonzero(np.diff(inked) > 1) + 1):
            if len(run) and len(run) <= THICK:
                first, last = int(run[0]) - self._room, int(run[-1]) - self._room
                if all(last < one.first - 3 or first > one.last + 3 for one in found):
                    out.append(Rule(first, max(first, last - 1), slope))
        return out

    def _columns_of(self, rule: Rule) -> tuple[Counts, int, int]:
        """The columns where a rule is ink, and between which it lies on the paper."""
        level = self._level(rule.slope) - self._room
        fall = _fall(rule.slope, self.wide)
        here = np.flatnonzero((fall + rule.first >= 0) & (fall + rule.last < self.high))
        inked = np.unique(self.columns[(level >= rule.first - 1) & (level <= rule.last + 1)])
        return inked, int(here[0]), int(here[-1])

    def _is_steady(self, rule: Rule) -> bool:
        columns, left, right = self._columns_of(rule)
        gaps = np.diff(np.concatenate([[left], columns, [right]]))
        return bool(gaps[gaps > max(2, GAP * self.wide)].sum() <= (1 - STEADY) * (right - left))

    def _from_edge_to_edge(self, rule: Rule) -> bool:
        columns, left, right = self._columns_of(rule)
        gaps = np.diff(np.concatenate([[left], columns, [right]]))
        return bool(max(gaps[0], gaps[-1]) <= EDGE * self.wide and gaps.max() <= 3 * EDGE * self.wide)

    def _goes_across(self, rule: Rule) -> bool:
        columns, left, right = self._columns_of(rule)
        slack = 3 * EDGE * (right - left)
        return bool(columns[0] <= left + slack and columns[-1] >= right - slack)

    def _may_be_written(self, rule: Rule, found: list[Rule]) -> bool:
        """Whether one of few long lines is as wide as all that is written, or has ink on both sides and none that
        crosses it, as the bar of a fraction has; a sheet that is cut narrow holds a digit and no rules."""
        if self.wide < self.high:
            return True
        level = self._level(rule.slope) - self._room
        rest = np.ones(len(level), dtype=bool)
        for one in found:
            beside = self._level(one.slope) - self._room
            rest &= (beside < one.first - 2) | (beside > one.last + 2)
        if not rest.any() or np.ptp(self.columns[rest]) > (1 - 2 * EDGE) * self.wide:
            return True
        above, below = rest & (level < rule.first), rest & (level > rule.last)
        crossing = np.intersect1d(
            self.columns[above & (level >= rule.first - 4)], self.columns[below & (level <= rule.last + 4)]
        )
        some = EDGE * rest.sum()  # more than a few specks
        return bool(above.sum() > some and below.sum() > some and not len(crossing))


def _fall(slope: float, wide: int) -> Counts:
    """How many rows a line of this slope is lower in each column than in the middle."""
    return np.rint(slope * (np.arange(wide) - wide / 2)).astype(np.int64)


def _wiped(mask: Mask, rules: list[Rule]) -> Mask:
    """The mask without some rules; what is thicker than the rule is a stroke over it, and stays."""
    high, wide = mask.shape
    out = mask.copy()
    columns = np.arange(wide)
    found = []
    for rule in rules:
        rows = _fall(rule.slope, wide) + np.arange(rule.first - THICK, rule.last + THICK + 1)[:, None]
        inside = (rows >= 0) & (rows < high)
        ink = mask[np.clip(rows, 0, high - 1), columns] & inside
        middle = ink[THICK - 1 : len(ink) - THICK + 1]  # the rule with a row on either side
        above = np.cumprod(ink[: THICK - 1][::-1], axis=0).sum(axis=0)
        below = np.cumprod(ink[len(ink) - THICK + 1 :], axis=0).sum(axis=0)
        thick = middle.sum(axis=0) + np.where(middle[0], above, 0) + np.where(middle[-1], below, 0)
        found.append((rows[THICK - 1 : len(ink) - THICK + 1], middle, thick))
    # Of all rules: along one of them may run a stroke.
    usual = np.median(np.concatenate([thick[thick > 0] for _, _, thick in found])) if found else 0
    for at, middle, thick in found:
        gone = middle & (thick <= usual + 1)
        out[at[gone], np.broadcast_to(columns, at.shape)[gone]] = False
    return out
