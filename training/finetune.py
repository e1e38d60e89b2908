"""Fine-tunes the published line network on a school's confirmed ink, mixed with the standard lines where they are.

Whole writers are held out and measured before and after. Nothing is published here: `training.publishing` is handed
the run, and its gate decides.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path as File
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops
from tqdm import tqdm

from recognition.alphabet import ALPHABET, CROSSED, MIRRORED
from training import school
from training.ctc import ctc_loss
from training.data import DataProblem
from training.kept import PUBLISHED, history_of, keep, probe, put_into
from training.lines import Sample, batches, chunks, composer, drawn
from training.recipes import line

STEPS = 400
PEAK = 2e-4  # a tenth of training's: what is known must not be forgotten for a few hundred lines
ROUND = 512  # lines of each sort in one round
MEASURED = 400  # standard lines on which forgetting is measured


def finetune(
    file: File, data: File, out: File, *, start: File = PUBLISHED, steps: int = STEPS, seed: int = 1,
    lines_in_round: int = ROUND,
) -> dict[str, Any]:  # fmt: skip
    """Train from `start` and write the run into `out`; return its report, also kept as report.json.

    DataProblem when the export cannot be trusted or the weights do not fit. Without the standard data it learns from
    the school's ink alone and says so: the gate will show what that cost.
    """
    ink = school.load(file)
    learn, held = school.split(ink.pens)
    keras.utils.set_random_seed(seed)
    keras.mixed_precision.set_global_policy("float32")
    model = line.build()
    put_into(model, start)
    standard = _standard(data, seed)
    tests = {"school, held-out children": school.plain_samples(held)}
    if standard is not None:
        tests["standard, held-out writers"] = _standard_test(data)
    before = {name: share_read(model, samples) for name, samples in tests.items()}
    begun = time.monotonic()
    loss = _learn(model, school.SchoolLines(learn), standard, steps=steps, seed=seed, size=lines_in_round)
    after = {name: share_read(model, samples) for name, samples in tests.items()}
    report = {
        "seed": seed,
        "steps": steps,
        "seconds": round(time.monotonic() - begun, 1),
        "loss": loss,
        "mixed": standard is not None,
        "earlier": history_of(start),
        "before": before,
        "after": after,
        "finetuned_on": {
            "sha256": ink.facts["sha256"],
            "number": ink.facts.get("number"),
            "answers": len(learn),
            "writers": len({pen.writer for pen in learn}),
            "held_out_writers": len({pen.writer for pen in held}),
            "left_out": ink.left_out,
        },
    }
    out.mkdir(parents=True, exist_ok=True)
    keep(out / "weights.npz", model.get_weights(), np.asarray(model(probe(), training=False), dtype=np.float32)[0, 0])
    (out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    return report


def in_words(report: dict[str, Any]) -> str:
    """Before and after as a small table, and what it was learned from."""
    facts = report["finetuned_on"]
    lines = [
        f"learned {report['steps']} steps from {facts['answers']} answers of {facts['writers']} children"
        + (", mixed with the standard lines" if report["mixed"] else "; the standard lines are not here"),
        f"{'lines read exactly right':34}{'before':>9}{'after':>9}",
    ]
    lines += [f"{name:34}{report['before'][name]:>9.1%}{report['after'][name]:>9.1%}" for name in report["before"]]
    return "\n".join(lines)


def share_read(model: keras.Model, samples: Sequence[Sample]) -> float:
    """Share of lines whose likeliest labels, column by column, say what is written; mirrored digits as digits."""
    right = total = 0
    for images, targets in batches(list(samples), np.random.default_rng(0)):
        best = np.asarray(model(images, training=False)).argmax(-1)[:, 0]
        for columns, target in zip(best, targets, strict=True):
            right += _text(_collapsed(columns[: target[1]])) == _text(list(target[2 : 2 + target[0]]))
            total += 1
    return right / max(1, total)


def _collapsed(columns: np.ndarray) -> list[int]:
    kept = [int(label) for label, before in zip(columns, [-1, *columns[:-1]], strict=True) if label != before]
    return [label for label in kept if label]


def _text(labels: Sequence[int]) -> str:
    return "".join(MIRRORED.get(ALPHABET[k], ALPHABET[k]) for k in labels if ALPHABET[k] != CROSSED)


def _standard(data: File, seed: int) -> Iterator[list[Sample]] | None:
    """The standard training lines, or None where their files are not all there."""
    try:
        composer(data)
    except DataProblem:
        return None
    return chunks(data, seed)


def _standard_test(data: File) -> list[Sample]:
    line_of, rng = composer(data, held_out=True), np.random.default_rng(20261122)
    return [drawn(line_of, rng) for _ in range(MEASURED)]


def _learn(
    model: keras.Model, mine: school.SchoolLines, standard: Iterator[list[Sample]] | None, *,
    steps: int, seed: int, size: int,
) -> float:  # fmt: skip
    """Run the steps and return the last running loss."""
    optimizer = keras.optimizers.AdamW(PEAK, weight_decay=0.01, global_clipnorm=1.0)
    optimizer.build(model.trainable_variables)
    step = _step(model, optimizer)
    rng = np.random.default_rng([seed, 91])
    others: list[Sample] = []
    done, running = 0, 0.0
    with tqdm(total=steps, unit="step") as bar:
        while done < steps:
            samples = mine.samples(size, rng)
            if standard is not None:
                others = others if len(others) >= size else next(standard)
                samples, others = samples + others[:size], others[size:]
            for images, targets in batches(samples, rng):
                optimizer.learning_rate.assign(_rate(done, steps))
                loss = float(step(images, targets))
                running = loss if not running else 0.95 * running + 0.05 * loss
                done += 1
                bar.update()
                bar.set_postfix(loss=f"{running:.3f}")
                if done >= steps:
                    break
    if standard is not None:
        standard.close()  # type: ignore[attr-defined]  # a generator: its process ends with it
    return round(running, 4)


def _rate(step: int, steps: int) -> float:
    """A rise over the first tenth, then half a cosine down to nothing."""
    rise = max(1, steps // 10)
    if step < rise:
        return PEAK * (step + 1) / rise
    return float(PEAK * 0.5 * (1 + np.cos(np.pi * (step - rise) / max(1, steps - rise))))


def _step(model: keras.Model, optimizer: keras.Optimizer) -> Any:
    shape = (None, *model.input_shape[1:])

    @tf.function(input_signature=[tf.TensorSpec(shape, tf.float32), tf.TensorSpec((None, None), tf.int32)])
    def step(images: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            # The normalisation keeps what it counted on a million lines: a few hundred would only blur it.
            loss = ops.mean(ctc_loss(targets, model(images, training=False)))
        gradients = tape.gradient(loss, model.trainable_variables)
        sound = tf.math.is_finite(tf.linalg.global_norm(gradients))
        optimizer.apply(
            [tf.where(sound, gradient, tf.zeros_like(gradient)) for gradient in gradients], model.trainable_variables
        )
        return loss

    return step
