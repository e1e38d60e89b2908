"""Where Keras and PyTorch keep the same weights: the order of a layer's tensors, and how each is turned."""

from __future__ import annotations

import torch
from torch import nn


def places(module: nn.Module) -> list[torch.Tensor]:
    """A module's tensors in the order in which Keras keeps them."""
    if isinstance(module, nn.Conv2d | nn.Linear):
        return [module.weight] if module.bias is None else [module.weight, module.bias]
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        assert module.running_mean is not None and module.running_var is not None
        return [module.weight, module.bias, module.running_mean, module.running_var]
    return []


def turned(value: torch.Tensor) -> torch.Tensor:
    """Keras keeps (height, width, in, out) and (in, out); PyTorch (out, in, height, width) and (out, in)."""
    return value.permute(3, 2, 0, 1) if value.ndim == 4 else value.T if value.ndim == 2 else value


def back(value: torch.Tensor) -> torch.Tensor:
    """From PyTorch's layout to Keras', in one piece of memory."""
    value = value.permute(2, 3, 1, 0) if value.ndim == 4 else value.T if value.ndim == 2 else value
    return value.contiguous()
