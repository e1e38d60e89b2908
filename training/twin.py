"""The same network in PyTorch (`KERAS_BACKEND=torch`): faster for wide networks on processors with bfloat16.

A twin is built layer by layer from a Keras `Sequential`, trained, and its weights go back into the Keras network, so
that files, exports and measurements are the same whatever trained them.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import torch
from keras import layers
from torch import nn

from training.torch_layout import back, places, turned


class _Flat(nn.Module):
    """Flatten as Keras does: rows, columns, then maps."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.permute(0, 2, 3, 1).flatten(1)


class _Mean(nn.Module):
    """The mean of each map."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean((2, 3))


def _module(layer: layers.Layer) -> list[nn.Module]:
    if isinstance(layer, layers.Conv2D):
        size = layer.kernel_size
        padding = (size[0] // 2, size[1] // 2) if layer.padding == "same" else (0, 0)
        before = layer.kernel.shape[2]
        found: list[nn.Module] = [nn.Conv2d(before, layer.filters, size, padding=padding, bias=layer.use_bias)]
    elif isinstance(layer, layers.Dense):
        found = [nn.Linear(layer.kernel.shape[0], layer.units)]
    elif isinstance(layer, layers.BatchNormalization):
        norm = nn.BatchNorm1d if len(layer.input.shape) == 2 else nn.BatchNorm2d
        found = [norm(layer.gamma.shape[0], eps=layer.epsilon, momentum=1 - layer.momentum)]
    elif isinstance(layer, layers.MaxPooling2D):
        found = [nn.MaxPool2d(layer.pool_size)]
    elif isinstance(layer, layers.Dropout):
        found = [nn.Dropout(layer.rate)]
    elif isinstance(layer, layers.Flatten):
        found = [_Flat()]
    elif isinstance(layer, layers.GlobalAveragePooling2D):
        found = [_Mean()]
    elif isinstance(layer, layers.ReLU):
        found = [nn.ReLU(inplace=True)]
    else:
        raise TypeError(f"no twin for {type(layer).__name__}")
    if getattr(layer, "activation", None) is keras.activations.relu and not isinstance(layer, layers.ReLU):
        found.append(nn.ReLU(inplace=True))
    return found


class Twin:
    """A Keras network's layers in PyTorch with an optimizer like its own; the last softmax is part of the loss."""

    def __init__(self, model: keras.Sequential, optimizer: keras.Optimizer) -> None:
        """Build from the network as it stands; TypeError for a layer that has no twin here."""
        self._model = model
        self._parts = [(layer, _module(layer)) for layer in model.layers]
        self.net = nn.Sequential(*[module for _, found in self._parts for module in found])
        self.net.to(memory_format=torch.channels_last)
        decay = float(getattr(optimizer, "weight_decay", None) or 0.0)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), 1e-3, eps=1e-7, weight_decay=decay)
        self._take()

    def step(self, x: Any, y: Any, rate: float) -> float:
        """Learn one batch of pictures (n, 28, 28, 1) with labels (n,) and return the loss."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.net.train()
        images = torch.from_numpy(np.ascontiguousarray(x)).permute(0, 3, 1, 2)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = self.net(images)
        loss = nn.functional.cross_entropy(out.float(), torch.from_numpy(np.asarray(y)))
        for layer, found in self._parts:
            if getattr(layer, "kernel_regularizer", None) is not None:
                loss = loss + float(layer.kernel_regularizer.l2) * (found[0].weight ** 2).sum()
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return float(loss.detach())

    def state(self) -> dict[str, Any]:
        """All that going on needs."""
        return {"net": self.net.state_dict(), "optimizer": self.optimizer.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])

    def _take(self) -> None:
        with torch.no_grad():
            for layer, found in self._parts:
                values = [torch.from_numpy(np.array(value)) for value in layer.get_weights()]
                for place, value in zip(places(found[0]), values, strict=True):
                    place.copy_(turned(value))

    def give(self) -> keras.Sequential:
        """Write the weights into the Keras network and return it."""
        for layer, found in self._parts:
            if kept := places(found[0]):
                layer.set_weights([back(place.detach()).numpy() for place in kept])
        return self._model
