"""Trains the line network with CTC: seeded, resumable, with a progress bar."""

from __future__ import annotations

import json
import time
from pathlib import Path as File
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops
from tqdm import tqdm

from training.kept import history_of, keep, probe, put_into
from training.lines import chunks, lessons
from training.plan import KEEP, PEAK, rate
from training.recipes import line


def ctc_loss(targets: Any, logits: Any) -> Any:
    """CTC loss of (n, 1, columns, labels) logits against targets as `training.lines.batches` gives them."""
    whole = ops.cast(targets, "int32")
    return ops.ctc_loss(
        target=whole[:, 2:],
        output=ops.squeeze(logits, 1),
        target_length=whole[:, 0],
        output_length=whole[:, 1],
        mask_index=0,
    )


def _save(model: keras.Model, optimizer: keras.Optimizer, folder: File, state: dict[str, Any]) -> None:
    arrays = {f"w{k}": np.asarray(value) for k, value in enumerate(model.get_weights())}
    arrays |= {f"o{k}": np.asarray(ops.convert_to_numpy(v)) for k, v in enumerate(optimizer.variables)}
    np.savez(folder / "checkpoint.tmp.npz", **arrays, state=np.array(json.dumps(state)))
    (folder / "checkpoint.tmp.npz").replace(folder / "checkpoint.npz")


def _load(model: keras.Model, optimizer: keras.Optimizer, folder: File) -> dict[str, Any]:
    with np.load(folder / "checkpoint.npz") as saved:
        model.set_weights([saved[f"w{k}"] for k in range(len(model.get_weights()))])
        for k, variable in enumerate(optimizer.variables):
            variable.assign(saved[f"o{k}"])
        state: dict[str, Any] = json.loads(str(saved["state"]))
        return state


def _step(model: keras.Model, optimizer: keras.Optimizer) -> Any:
    """One training step as a graph for lines of any width; Keras' own loop costs half as much again on a
    processor."""
    shape = (None, *model.input_shape[1:])

    @tf.function(input_signature=[tf.TensorSpec(shape, tf.float32), tf.TensorSpec((None, None), tf.int32)])
    def step(images: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(ctc_loss(targets, model(images, training=True)))
        weights = model.trainable_variables
        gradients = tape.gradient(loss, weights)
        # One line that overflows must not spoil the network: its step is left out.
        sound = tf.math.is_finite(tf.linalg.global_norm(gradients))
        optimizer.apply([tf.where(sound, gradient, tf.zeros_like(gradient)) for gradient in gradients], weights)
        return loss

    return step


def train(
    data: File,
    out: File,
    *,
    steps: int,
    seed: int = 1,
    start: File | None = None,
    peak: float = PEAK,
    half: bool = True,
) -> keras.Model:
    """Train for a number of steps in all, going on from `out`/checkpoint.npz where there is one; weights
    are averaged.

    `start` names weights to begin from instead of nothing, `peak` the highest learning rate. `half` computes in
    bfloat16 where the processor has it.
    """
    out.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(seed)
    keras.mixed_precision.set_global_policy("mixed_bfloat16" if half else "float32")
    model = line.build()
    if start is not None:
        put_into(model, start)
    optimizer = keras.optimizers.AdamW(
        PEAK, weight_decay=0.01, global_clipnorm=3.0, use_ema=True, ema_momentum=0.9985, beta_2=0.99
    )
    optimizer.build(model.trainable_variables)
    state: dict[str, Any] = {"step": 0, "chunk": 0, "seconds": 0.0, "losses": []}
    if (out / "checkpoint.npz").exists():
        state = _load(model, optimizer, out)
    step = _step(model, optimizer)
    kept = time.monotonic()
    begun = kept - state["seconds"]
    running = 0.0
    with tqdm(total=steps, initial=state["step"], unit="step") as bar:
        source = chunks(data, seed, state["chunk"])
        while state["step"] < steps:
            for images, targets in lessons(next(source), seed, state["chunk"]):
                optimizer.learning_rate.assign(rate(state["step"], steps, peak))
                loss = float(step(images, targets))
                if not np.isfinite(loss):
                    loss = running
                running = loss if not running else 0.98 * running + 0.02 * loss
                state["step"] += 1
                bar.update()
                bar.set_postfix(loss=f"{running:.3f}", lines=f"{len(images)}")
                if state["step"] >= steps:
                    break
            state["chunk"] += 1
            state["seconds"] = time.monotonic() - begun
            state["losses"].append(round(running, 4))
            if time.monotonic() - kept > KEEP or state["step"] >= steps:
                _save(model, optimizer, out, state)
                kept = time.monotonic()
        source.close()
    optimizer.finalize_variable_values(model.trainable_variables)
    keep(out / "weights.npz", model.get_weights(), np.asarray(model(probe(), training=False), dtype=np.float32)[0, 0])
    report = state | {"seed": seed, "steps": steps}
    if start is not None:
        report["earlier"] = history_of(start)
    (out / "report.json").write_text(json.dumps(report, indent=1))
    return model
