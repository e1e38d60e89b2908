"""Trains the line network in PyTorch, which on processors with bfloat16 units takes a third of TensorFlow's time.

The same network, lines, seeds and plan as `training.ctc`; the weights are handed back to Keras, so what follows
(export, calibration, reading) knows nothing of it. PyTorch is not in the locks; whoever wants
it installs it.
"""

from __future__ import annotations

import json
import time
from pathlib import Path as File
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from recognition.alphabet import ALPHABET
from recognition.raster import CHANNELS
from training.kept import arrays_of, history_of, keep, probe
from training.lines import chunks, lessons
from training.plan import KEEP, PEAK, rate
from training.recipes.line_plan import DROPOUT, EPSILON, PLAN, Conv
from training.torch_layout import back, places, turned

LINES = 112  # a step's usual number of lines: every line weighs the same, however many share its step
EMA = 0.999


class _Conv(nn.Module):
    def __init__(self, before: int, part: Conv) -> None:
        super().__init__()
        padding = (part.size[0] // 2, part.size[1] // 2) if part.same else (0, 0)
        self.conv = nn.Conv2d(before, part.filters, part.size, padding=padding, bias=False)
        nn.init.xavier_uniform_(self.conv.weight)
        self.norm = nn.BatchNorm2d(part.filters, eps=EPSILON, momentum=0.02)
        self.part = part

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.conv(x)
        if self.part.pool:
            y = functional.max_pool2d(y, 2)
        y = functional.relu(self.norm(y))
        return x + y if self.part.again else y


class Line(nn.Module):
    """(n, 4, 32, W) pixels to (n, W / 2, labels) logits."""

    def __init__(self) -> None:
        super().__init__()
        parts: list[nn.Module] = []
        before = CHANNELS
        for part in PLAN:
            if isinstance(part, Conv):
                parts.append(_Conv(before, part))
                before = part.filters
            else:
                parts.append(nn.MaxPool2d((2, 1)))
        self.body = nn.Sequential(*parts, nn.Dropout(DROPOUT))
        self.logits = nn.Conv2d(before, len(ALPHABET), 1)

    def forward(self, x: torch.Tensor, half: bool = True) -> torch.Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            y = self.body(x)
        logits: torch.Tensor = self.logits(y.float())
        return logits[:, :, 0].permute(0, 2, 1)


def _tensors(net: Line) -> list[torch.Tensor]:
    """All tensors in the order of the Keras recipe's `get_weights`."""
    return [tensor for module in net.modules() for tensor in places(module)]


def keras_weights(net: Line) -> list[NDArray[np.float32]]:
    """The weights in the order and layout of the Keras recipe's `get_weights`."""
    return [back(tensor.detach()).numpy().copy() for tensor in _tensors(net)]


def train(
    data: File,
    out: File,
    *,
    steps: int,
    seed: int = 1,
    start: File | None = None,
    peak: float = PEAK,
    half: bool = True,
) -> None:
    """Train for a number of steps in all, going on from `out`/checkpoint.pt where there is one; see `training.ctc`.

    `start` is a weights.npz of an earlier run. Writes `out`/weights.npz (averaged weights, see `training.kept`) with
    every checkpoint.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    net = Line().to(memory_format=torch.channels_last)
    if start is not None:
        _take(net, start)
    average = Line()
    average.load_state_dict(net.state_dict())
    optimizer = torch.optim.AdamW(net.parameters(), peak, betas=(0.9, 0.99), weight_decay=0.02)
    state: dict[str, Any] = {"step": 0, "chunk": 0, "seconds": 0.0, "losses": []}
    if (out / "checkpoint.pt").exists():
        saved = torch.load(out / "checkpoint.pt", weights_only=True)
        net.load_state_dict(saved["net"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        state = json.loads(saved["state"])
    kept = time.monotonic()
    begun = kept - state["seconds"]
    running = 0.0
    net.train()
    with tqdm(total=steps, initial=state["step"], unit="step", mininterval=5) as bar:
        source = chunks(data, seed, state["chunk"])
        while state["step"] < steps:
            for images, targets in lessons(next(source), seed, state["chunk"]):
                for group in optimizer.param_groups:
                    group["lr"] = rate(state["step"], steps, peak)
                loss = _step(net, optimizer, images, targets, half)
                if loss is not None:
                    running = loss if not running else 0.98 * running + 0.02 * loss
                    _follow(average, net)
                state["step"] += 1
                bar.update()
                bar.set_postfix(loss=f"{running:.4f}", refresh=False)
                if state["step"] >= steps:
                    break
            state["chunk"] += 1
            state["seconds"] = time.monotonic() - begun
            state["losses"].append(round(running, 4))
            if time.monotonic() - kept > KEEP:
                _save(net, average, optimizer, out, state)
                kept = time.monotonic()
        source.close()
    _save(net, average, optimizer, out, state)
    report = state | {"seed": seed, "steps": steps, "with": "torch"}
    if start is not None:
        report["earlier"] = history_of(start)
    (out / "report.json").write_text(json.dumps(report, indent=1))


def _step(
    net: Line, optimizer: torch.optim.Optimizer, images: NDArray[np.float32], targets: NDArray[np.int32], half: bool
) -> float | None:
    """Learn from one batch; None where it overflowed and was left out."""
    whole = torch.from_numpy(targets).long()
    logits = net(torch.from_numpy(images).permute(0, 3, 1, 2), half)
    losses = functional.ctc_loss(
        functional.log_softmax(logits, 2).permute(1, 0, 2),
        whole[:, 2:],
        whole[:, 1],
        whole[:, 0],
        reduction="none",
        zero_infinity=True,
    )
    optimizer.zero_grad()
    (losses.sum() / LINES).backward()
    norm = nn.utils.clip_grad_norm_(net.parameters(), 3.0)
    if not torch.isfinite(norm):
        return None
    optimizer.step()
    return float(losses.detach().mean())


@torch.no_grad()
def _follow(average: Line, net: Line) -> None:
    """Move the averaged weights a little towards the trained ones; what the normalisation counts is taken over."""
    mine, theirs = average.state_dict(), net.state_dict()
    for name, value in mine.items():
        if value.is_floating_point() and "running" not in name:
            value.lerp_(theirs[name], 1 - EMA)
        else:
            value.copy_(theirs[name])


@torch.no_grad()
def _save(net: Line, average: Line, optimizer: torch.optim.Optimizer, out: File, state: dict[str, Any]) -> None:
    saved = {
        "net": net.state_dict(),
        "average": average.state_dict(),
        "optimizer": optimizer.state_dict(),
        "state": json.dumps(state),
    }
    torch.save(saved, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")
    average.eval()
    said = average(torch.from_numpy(probe()).permute(0, 3, 1, 2), half=False)[0].numpy()
    keep(out / "weights.npz", keras_weights(average), said)


@torch.no_grad()
def _take(net: Line, start: File) -> None:
    """Load weights in Keras' layout."""
    for tensor, array in zip(_tensors(net), arrays_of(start), strict=True):
        tensor.copy_(turned(torch.from_numpy(array)))
