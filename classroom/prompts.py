"""Prompts as children see and hear them: where the answer's box stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Prompt:
    """A prompt around its box: `before` [box] `after`, and `spoken`, its name for those who listen."""

    before: str
    after: str
    spoken: str


def around_box(prompt: str) -> Prompt:
    """Split a prompt at the "?" that stands alone; without one the box comes last.

    >>> around_box("7 + 5 = ?")
    Prompt(before='7 + 5 =', after='', spoken='7 + 5')
    >>> around_box("? + 4 = 9")
    Prompt(before='', after='+ 4 = 9', spoken='blank + 4 = 9')
    >>> around_box("How many legs have 3 dogs?")
    Prompt(before='How many legs have 3 dogs?', after='', spoken='How many legs have 3 dogs?')
    """
    # In "2, 4, ?, 8" the box stands before its comma.
    words = prompt.replace(" ?,", " ? ,").split()
    if words.count("?") != 1:
        whole = " ".join(words)
        return Prompt(whole, "", whole.removesuffix("=").strip() or whole)
    at = words.index("?")
    before, after = " ".join(words[:at]), " ".join(words[at + 1 :])
    if after:
        return Prompt(before, after, " ".join(filter(None, [before, "blank", after])))
    return Prompt(before, after, before.removesuffix("=").strip() or before)
