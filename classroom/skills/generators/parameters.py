"""Parameters of generators: what may be wished, told in a teacher's words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext

from classroom.later import gettext_lazy


class WrongWish(Exception):
    """A parameter that cannot be; the message is for a teacher."""


@dataclass(frozen=True)
class Parameter:
    """One thing to choose; `usual` stands when nothing is said. `draws`: it changes which numbers are drawn."""

    name: str
    title: str
    usual: Any
    draws: bool = field(default=True, kw_only=True)

    def read(self, given: Any) -> Any:
        """A value from what was typed. Raises WrongWish."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """A value as one types it."""
        return str(value)

    @property
    def allowed(self) -> str:
        """What may be typed."""
        raise NotImplementedError

    @property
    def sort(self) -> str:
        """choice, number, flag or many: what a form draws."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Parameter):
    """One of a few words or numbers."""

    options: tuple[Any, ...] = ()

    def read(self, given: Any) -> Any:
        for option in self.options:
            if str(given).strip().lower() == str(option):
                return option
        raise WrongWish(
            gettext("%(title)s: “%(given)s” is not one of %(allowed)s.")
            % {"title": self.title, "given": given, "allowed": self.allowed}
        )

    @property
    def allowed(self) -> str:
        return ", ".join(map(str, self.options))

    @property
    def sort(self) -> str:
        return "choice"


# Where children write a fraction: into boxes above and below a bar, with one for wholes before them, or anyhow.
FRACTION_BOXES = Choice("layout", gettext_lazy("Boxes"), "fraction", ("fraction", "mixed", "line"), draws=False)
FRACTION_ON_A_LINE = replace(FRACTION_BOXES, usual="line")


@dataclass(frozen=True)
class Number(Parameter):
    """A whole number between two others."""

    low: int = 0
    high: int = 100

    def read(self, given: Any) -> int:
        text = str(given).strip().replace(",", "")
        if not text.isdecimal() or len(text) > 9 or not self.low <= int(text) <= self.high:
            raise WrongWish(
                gettext("%(title)s: “%(given)s” is not a whole number from %(low)s to %(high)s.")
                % {"title": self.title, "given": given, "low": self.low, "high": self.high}
            )
        return int(text)

    @property
    def allowed(self) -> str:
        return gettext("%(low)s to %(high)s") % {"low": self.low, "high": self.high}

    @property
    def sort(self) -> str:
        return "number"


@dataclass(frozen=True)
class Flag(Parameter):
    """Yes or no."""

    def read(self, given: Any) -> bool:
        if isinstance(given, bool):
            return given
        text = str(given).strip().lower()
        if text in ("yes", "true", "on", "1"):
            return True
        if text in ("no", "false", "off", "0", ""):
            return False
        raise WrongWish(
            gettext("%(title)s: “%(given)s” is neither yes nor no.") % {"title": self.title, "given": given}
        )

    def show(self, value: Any) -> str:
        return "yes" if value else "no"

    @property
    def allowed(self) -> str:
        return gettext("yes or no")

    @property
    def sort(self) -> str:
        return "flag"


@dataclass(frozen=True)
class Many(Parameter):
    """Several whole numbers between two others: "3, 4, 8" or "2-12"."""

    low: int = 1
    high: int = 12

    def read(self, given: Any) -> tuple[int, ...]:
        parts: Sequence[Any] = (
            str(given).replace(";", ",").replace(" ", ",").split(",") if isinstance(given, str) else given
        )
        found: set[int] = set()
        for part in parts:
            first, dash, last = str(part).strip().partition("-")
            ends = (first, last) if dash else (first, first)
            if not first and not dash:
                continue
            if not all(one.isdecimal() and len(one) < 6 and self.low <= int(one) <= self.high for one in ends):
                raise WrongWish(
                    gettext("%(title)s: “%(part)s” is not a whole number from %(low)s to %(high)s.")
                    % {"title": self.title, "part": part, "low": self.low, "high": self.high}
                )
            found.update(range(int(ends[0]), int(ends[1]) + 1))
        if not found:
            raise WrongWish(
                gettext("%(title)s: say at least one number from %(low)s to %(high)s.")
                % {"title": self.title, "low": self.low, "high": self.high}
            )
        return tuple(sorted(found))

    def show(self, value: Any) -> str:
        return " ".join(map(str, value))

    @property
    def allowed(self) -> str:
        return gettext("numbers from %(low)s to %(high)s, such as %(show)s") % {
            "low": self.low,
            "high": self.high,
            "show": self.show(self.usual),
        }

    @property
    def sort(self) -> str:
        return "many"
