"""The line network as data: `training.recipes.line` builds it in Keras, `training.torch_line` in PyTorch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Conv:
    """One convolution, normalised and rectified; `pool` halves its output at once, `again` adds it to its input."""

    filters: int
    size: tuple[int, int] = (3, 3)
    same: bool = True
    pool: bool = False
    again: bool = False


@dataclass(frozen=True)
class Lower:
    """Halve the height by the largest value."""


PLAN: tuple[Conv | Lower, ...] = (
    Conv(24, pool=True),
    Conv(48),
    Conv(48, again=True),
    Lower(),
    Conv(96),
    Conv(96, again=True),
    Lower(),
    Conv(128),
    Conv(128, again=True),
    Conv(192, (4, 1), same=False),
    Conv(192, (1, 5), again=True),
    Conv(192, (1, 5), again=True),
)
DROPOUT = 0.15
EPSILON = 1e-3  # of the normalisation
