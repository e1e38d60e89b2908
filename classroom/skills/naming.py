"""Which wrong procedure a child's answers look like, if any. Pure.

Every answer is a piece of evidence about the ink, not about a text: P(ink | procedure) sums over what may be written
there,
weighed by the reader's probabilities. A procedure is named only if it explains two wrong answers at least, is far
likelier than "no procedure, some slips, some misreading", and than every rival that speaks about the same questions.
The numbers are proposals that the simulation (`python -m bench misconceptions`) was run with; see ADR 0029.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from classroom.skills.catalogue import CATALOGUE

VERSION = 1  # kept with every decision of a teacher; grows when a number below or the code changes
FEWEST = 2  # wrong answers that a procedure must explain
SURE = 0.95  # probability of the procedure against no procedure, on the questions able to show it
BEATS = 10.0  # how many times likelier than every rival
READ = 0.5  # probability at which an answer counts as read so

_SOME_PROCEDURE = 0.3  # of children who get questions of a kind wrong, those who follow a procedure
_LAPSE = 0.15  # how often a child who follows one does something else
_SLIPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)  # shares of wrong answers without a procedure
_NEAR = 0.06  # of slips: each near miss (one or ten off, two digits swapped)
_FORETOLD = 0.03  # of slips: each answer that some procedure foretells, made once without following it
_ANY = 0.002  # of slips: any other answer
_UNSEEN = 1e-4  # probability of a text that the reader does not list


@dataclass(frozen=True)
class Sighting:
    """One answer: what the question foretells, and what was read. `key` names it to the caller.

    `certain` is "right" or "wrong" where a teacher said so. `cards` counts what there was to choose from, 0 where the
    answer was free: among few cards a slip falls on a foretold one easily.
    """

    key: str
    right: tuple[str, ...]
    predictions: Mapping[str, tuple[str, ...]]
    candidates: Sequence[tuple[str, float]]
    certain: str = ""
    cards: int = 0


@dataclass(frozen=True)
class Finding:
    """A procedure that the answers look like; `evidence` are the keys of wrong answers that it explains.

    `able` counts the answered questions that could have shown it, `chance` is its probability against no procedure.
    """

    procedure: str
    evidence: tuple[str, ...]
    able: int
    chance: float
    texts: tuple[str, ...] = field(default=())

    @property
    def looks_like(self) -> str:
        """Words for a teacher."""
        return CATALOGUE[self.procedure].looks_like


def findings(sightings: Iterable[Sighting]) -> list[Finding]:
    """The procedures that a child's answers look like, the best explained first. Order of answers does not matter."""
    seen = [_weighed(_plain(one)) for one in sightings if one.candidates or one.certain]
    named = []
    for code in sorted({code for one in seen for code in one.by_procedure}):
        if code not in CATALOGUE or CATALOGUE[code].is_slip:
            continue
        finding = _finding(code, seen)
        if finding is not None:
            named.append(finding)
    return sorted(named, key=lambda one: (-len(one.evidence), one.procedure))


def plain(text: str) -> str:
    """An answer with one spelling: 10.20 and 10.2 are one answer, and so are .5 and 0.5.

    >>> plain("10.20"), plain(".5"), plain("007"), plain("3/4")
    ('10.2', '0.5', '7', '3/4')
    """
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text[:1] not in ("0", "."):
        return text
    bare = text.lstrip("0")
    return bare if bare[:1].isdigit() else f"0{bare}"


@dataclass(frozen=True)
class _Weighed:
    """A sighting in numbers: how likely the ink is if what was written is right, a slip, or by a procedure."""

    key: str
    right: float
    slip: float
    by_procedure: Mapping[str, float]
    explained: Mapping[str, str]


def _plain(one: Sighting) -> Sighting:
    return replace(
        one,
        right=tuple(plain(text) for text in one.right),
        predictions={code: tuple(dict.fromkeys(map(plain, texts))) for code, texts in one.predictions.items()},
        candidates=[(plain(text), probability) for text, probability in one.candidates],
    )


def _weighed(one: Sighting) -> _Weighed:
    weights: dict[str, float] = {}
    for text, probability in _given(one):
        weights[text] = weights.get(text, 0.0) + probability
    explained = {}
    for code, texts in one.predictions.items():
        likely = [text for text in texts if weights.get(text, 0.0) >= READ]
        if likely and one.certain != "right":
            explained[code] = likely[0]
    return _Weighed(
        key=one.key,
        right=_of_right(one, weights),
        slip=_of_slip(one, weights),
        by_procedure={
            code: max(_UNSEEN, sum(weights.get(text, 0.0) for text in texts) / len(texts))
            for code, texts in one.predictions.items()
        },
        explained=explained,
    )


def _finding(code: str, seen: Sequence[_Weighed]) -> Finding | None:
    able = [one for one in seen if code in one.by_procedure]
    evidence = [one for one in able if code in one.explained]
    if len(evidence) < FEWEST or 2 * len(evidence) < len(able):
        return None
    rivals = {other for one in able for other in one.by_procedure} - {code}
    against_none = _log_likelihood(able, code) - _log_likelihood(able, "")
    share = _SOME_PROCEDURE / (len(rivals) + 1)
    chance = 1 / (1 + math.exp(min(700, -against_none)) * (1 - _SOME_PROCEDURE) / share)
    if chance < SURE:
        return None
    for rival in rivals:
        both = [one for one in seen if code in one.by_procedure or rival in one.by_procedure]
        if _log_likelihood(both, code) - _log_likelihood(both, rival) < math.log(BEATS):
            return None
    return Finding(
        code, tuple(one.key for one in evidence), len(able), chance, tuple(one.explained[code] for one in evidence)
    )


def _log_likelihood(seen: Sequence[_Weighed], code: str) -> float:
    """Of the ink, for a child who follows `code` ("": none), with the share of slips that suits the child best."""
    return max(sum(math.log(_likelihood(one, code, slips)) for one in seen) for slips in _SLIPS)


def _likelihood(one: _Weighed, code: str, slips: float) -> float:
    free = (1 - slips) * one.right + slips * one.slip
    following = one.by_procedure.get(code)
    return free if following is None else (1 - _LAPSE) * following + _LAPSE * free


def _of_right(one: Sighting, weights: Mapping[str, float]) -> float:
    if one.certain:
        return 1.0 if one.certain == "right" else _UNSEEN
    return max(_UNSEEN, sum(weights.get(text, 0.0) for text in one.right))


def _of_slip(one: Sighting, weights: Mapping[str, float]) -> float:
    """A wrong answer without a procedure: near misses are likelier, and so is what procedures foretell."""
    if one.cards > 1:
        share = 1 / (one.cards - 1)
        return max(share * sum(chance for text, chance in weights.items() if text not in one.right), _UNSEEN * _ANY)
    foretold = {text for texts in one.predictions.values() for text in texts}
    near = _near_misses(one.right)
    total = sum(
        probability * (_NEAR if text in near else _FORETOLD if text in foretold else _ANY)
        for text, probability in weights.items()
        if text not in one.right
    )
    return max(total, _UNSEEN * _ANY)


def _given(one: Sighting) -> Sequence[tuple[str, float]]:
    """Candidates as far as a teacher's word leaves them."""
    if one.certain == "right":
        return ()
    if one.certain == "wrong":
        return [pair for pair in one.candidates if pair[0] not in one.right]
    return one.candidates


def _near_misses(right: Sequence[str]) -> set[str]:
    near: set[str] = set()
    for text in right:
        if text.lstrip("-").isdigit():
            number = int(text)
            near |= {str(number + step) for step in (-10, -2, -1, 1, 2, 10)}
        swaps = [text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)]
        near |= {swap for swap in swaps if swap != text}
    return near - set(right)
