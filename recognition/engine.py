"""The one file that imports the inference runtime (LiteRT)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from recognition.card import Card, ReaderUnavailable

Floats = NDArray[np.float32]


# Around what is computed outside the interpreter: a site lets others have it meanwhile.
aside: Callable[[], AbstractContextManager[None]] = nullcontext


class Engine:
    """One network in memory; `run` may be called from any thread, one at a time by a lock."""

    def __init__(self, card: Card, weights: bytes | None = None) -> None:
        """Load the card's weights, or others of the card; ReaderUnavailable when they are no network or its output
        does not fit the alphabet."""
        try:
            self._interpreter = Interpreter(model_content=weights or card.weights, num_threads=1)
            self._input = self._interpreter.get_input_details()[0]
            self._output = self._interpreter.get_output_details()[0]
        except (ValueError, RuntimeError, IndexError) as error:
            raise ReaderUnavailable(f"the weights of {card.version} are not a network: {error}") from error
        outputs = int(self._output["shape"][-1])
        if outputs != len(card.alphabet):
            raise ReaderUnavailable(
                f"alphabet: the card of {card.version} names {len(card.alphabet)} symbols, "
                f"its network has {outputs} outputs"
            )
        stated = card.facts.get("input_shape")
        found = [int(side) for side in self._input["shape_signature"]][1:]
        if stated != found:
            raise ReaderUnavailable(f"input shape: the card says {stated}, the network takes {found}")
        self._shape: tuple[int, ...] = ()
        self._lock = threading.Lock()

    def run(self, batch: Floats) -> Floats:
        """Return the network's output for a batch; the shape may differ from call to call where the
        network allows it."""
        with aside(), self._lock:
            if batch.shape != self._shape:
                self._interpreter.resize_tensor_input(self._input["index"], batch.shape)
                self._interpreter.allocate_tensors()
                self._shape = batch.shape
            self._interpreter.set_tensor(self._input["index"], np.ascontiguousarray(batch, dtype=np.float32))
            self._interpreter.invoke()
            output: Floats = np.array(self._interpreter.get_tensor(self._output["index"]))
            return output
