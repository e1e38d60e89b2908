"""Training on several workers with `tf.distribute`: two processes on this machine against one, the same loss curve.

Each worker takes its half of every batch, gradients are summed over the workers (MultiWorkerMirroredStrategy), so the
curve of two equals that of one but for the order of additions. More machines are more addresses in TF_CONFIG.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path as File

import numpy as np

from training.data import MNIST_TRAIN, DataProblem, checked
from training.quietly import import_tensorflow

BATCH = 128
RATE = 0.05


def losses(data: File, steps: int, seed: int = 1) -> list[float]:
    """Train the baseline's layers (without dropout, whose chance differs from worker to worker) and return each
    step's
    loss; under TF_CONFIG as one worker of several."""
    import keras
    import tensorflow as tf

    from training.images import mnist
    from training.recipes import baseline

    several = "TF_CONFIG" in os.environ
    strategy = tf.distribute.MultiWorkerMirroredStrategy() if several else tf.distribute.get_strategy()
    worker, count = (strategy.cluster_resolver.task_id, strategy.num_replicas_in_sync) if several else (0, 1)
    x, y = mnist(data, "train")
    order = np.random.default_rng(seed).permutation(len(x))
    with strategy.scope():
        keras.utils.set_random_seed(seed)
        layers = [layer for layer in baseline.build().layers if not isinstance(layer, keras.layers.Dropout)]
        model = keras.Sequential([keras.Input((28, 28, 1)), *layers])
        weights = [tf.Variable(value, trainable=True) for value in model.get_weights()]

    def one(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            local = [tf.convert_to_tensor(weight) for weight in weights]
            tape.watch(local)
            guess, _ = model.stateless_call(local, [], images)
            each = keras.losses.sparse_categorical_crossentropy(labels, guess)
            # The mean over the whole batch: every worker divides by all of it, then the parts are summed.
            loss = tf.reduce_sum(each) / BATCH
        context = tf.distribute.get_replica_context()
        gradients = context.all_reduce(tf.distribute.ReduceOp.SUM, tape.gradient(loss, local))
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.assign_sub(RATE * gradient)
        return context.all_reduce(tf.distribute.ReduceOp.SUM, loss)

    @tf.function
    def step(images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        return strategy.run(one, args=(images, labels))

    curve = []
    part = BATCH // count
    for k in range(steps):
        pick = order[k * BATCH : (k + 1) * BATCH][worker * part : (worker + 1) * part]
        loss = step(tf.constant(x[pick]), tf.constant(y[pick]))
        curve.append(float(strategy.experimental_local_results(loss)[0]))
    return curve


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def curve_of(data: File, steps: int, workers: int) -> list[float]:
    """Run one or several worker processes on this machine and return the first one's losses."""
    addresses = [f"127.0.0.1:{port}" for port in _free_ports(workers)]
    running = []
    for index in range(workers):
        environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "CUDA_VISIBLE_DEVICES": ""}
        environment.pop("TF_CONFIG", None)
        if workers > 1:
            environment["TF_CONFIG"] = json.dumps(
                {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
            )
        command = [sys.executable, "-m", "training.workers", str(data), str(steps)]
        running.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))
    try:
        outputs = [process.communicate(timeout=600)[0] for process in running]
    except subprocess.TimeoutExpired:
        raise DataProblem("the workers did not finish within ten minutes; fewer --steps are enough") from None
    finally:
        for process in running:
            process.kill()  # nothing to one that has ended
    if any(process.returncode for process in running):
        raise DataProblem("a worker failed; its own words are above")
    curve: list[float] = json.loads(outputs[0].strip().splitlines()[-1])
    return curve


def show(data: File, steps: int) -> str:
    """Return both curves as a table with their largest difference; DataProblem names a missing file."""
    for name in MNIST_TRAIN:
        checked(data, name)
    one, two = curve_of(data, steps, 1), curve_of(data, steps, 2)
    rows = ["| step | one worker | two workers |", "|---|---|---|"]
    rows += [f"| {k + 1} | {a:.6f} | {b:.6f} |" for k, (a, b) in enumerate(zip(one, two, strict=True))]
    furthest = max(abs(a - b) for a, b in zip(one, two, strict=True))
    return "\n".join([*rows, "", f"Largest difference: {furthest:.2e}"])


if __name__ == "__main__":
    import_tensorflow()
    print(json.dumps(losses(File(sys.argv[1]), int(sys.argv[2]))))
