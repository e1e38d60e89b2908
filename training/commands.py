"""`python -m training`: train, ensemble, average, publish, evaluate, show, explore, compare, fetch and the rest."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

from recognition.card import ReaderUnavailable
from training.data import DataProblem
from training.options import RUNS, parser
from training.quietly import import_tensorflow


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; problems with data or weights end in one sentence and status 2."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        docs = getattr(options, "docs", None)
        if docs is not None and not docs.exists():  # now, not after an hour of measuring
            raise DataProblem(f"{docs} is missing: --docs takes a Markdown file that has the marks")
        if options.command in _LEARNING and os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow":
            import_tensorflow()
        _COMMANDS[options.command](options)
    except ModuleNotFoundError as problem:
        if problem.name not in ("tensorflow", "keras", "matplotlib", "tqdm"):
            raise
        print(f"{problem.name} is missing: `make install-all` brings what training needs", file=sys.stderr)
        raise SystemExit(2) from None
    except (DataProblem, ReaderUnavailable) as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from the last checkpoint.", file=sys.stderr)
        raise SystemExit(130) from None


def _limit_threads(count: int) -> None:
    if os.environ.get("KERAS_BACKEND") == "torch":
        try:
            import torch
        except ModuleNotFoundError:
            raise DataProblem("KERAS_BACKEND=torch needs PyTorch, which the locks do not bring") from None
        if count:
            torch.set_num_threads(count)
        return
    import tensorflow as tf

    if count:
        tf.config.threading.set_intra_op_parallelism_threads(count)
        tf.config.threading.set_inter_op_parallelism_threads(1)


def _recipe(name: str) -> Any:
    return importlib.import_module(f"training.recipes.{name}")


def _train(options: argparse.Namespace) -> None:
    parts = [options.recipe, *(["pens"] if options.pens else []), *(["flips"] if options.flips else [])]
    if options.base:
        parts += ["from", File(options.base).name.split(".")[0]]
    out = options.out or RUNS / "-".join([*parts, str(options.seed)])
    if options.recipe == "line" and options.library == "torch":
        _train_with_torch(options, out)
        return
    _limit_threads(options.threads)
    if options.recipe == "line":
        from training import ctc

        ctc.train(options.data, out, steps=options.steps, seed=options.seed, start=options.start, peak=options.peak)
        return
    from training import fit, images

    images.check(options.data, pens=options.pens, signs=options.base == "symbols")
    base = options.base
    if base == "symbols":
        from training import pretrain

        base = str(pretrain.symbol_base(options.data, out / "base", seed=options.seed))
    report = fit.fit(
        _recipe(options.recipe),
        options.data,
        out,
        pens=options.pens,
        epochs=options.epochs,
        seed=options.seed,
        flips=options.flips,
        base=base,
        everything=options.all,
    )
    print(json.dumps({key: value for key, value in report.items() if key != "history"}, indent=1))


def _train_with_torch(options: argparse.Namespace, out: File) -> None:
    try:
        import torch
    except ModuleNotFoundError:
        raise DataProblem("--with torch needs PyTorch, which is not in the locks: pip install torch") from None
    from training import torch_line

    if options.threads:
        torch.set_num_threads(options.threads)
    torch_line.train(
        options.data, out, steps=options.steps, seed=options.seed, start=options.start, peak=options.peak
    )


def _ensemble(options: argparse.Namespace) -> None:
    _limit_threads(options.threads)
    from training import ensemble

    table = ensemble.measure(options.data, options.runs)
    print(table)
    _into(options.docs, "ensemble", table)


def _show(options: argparse.Namespace) -> None:
    model = _recipe(options.recipe).build()
    model.summary()
    print(f"{model.count_params():,} parameters")


def _publish(options: argparse.Namespace) -> None:
    from training import publishing

    if not (options.run / "report.json").exists():
        raise DataProblem(
            f"{options.run / 'report.json'} is missing: {options.run} is no finished run of "
            "`python -m training train`"
        )
    try:
        made = publishing.publish_run(
            options.run, options.data, to=options.to, force=options.force, join=options.join
        )
        print(made)
    except publishing.Refused as refusal:
        print(f"Not published: {refusal}", file=sys.stderr)
        raise SystemExit(1) from None


def _average(options: argparse.Namespace) -> None:
    from training import averaging

    print(averaging.average(options.weights, options.out))


def _into(path: File | None, mark: str, text: str) -> None:
    if path is not None:
        from training import docs

        docs.put(path, mark, text)


def _finetune(options: argparse.Namespace) -> None:
    _limit_threads(options.threads)
    from training import finetune, kept

    report = finetune.finetune(
        options.file, options.data, options.out,
        start=options.start or kept.PUBLISHED, steps=options.steps, seed=options.seed,
    )  # fmt: skip
    print(finetune.in_words(report))
    if options.no_publish:
        print(f"Not published: python -m training publish {options.out}")
        return
    options.run, options.force, options.join = options.out, False, False
    _publish(options)


def _evaluate(options: argparse.Namespace) -> None:
    from training import evaluate

    evaluate.evaluate(options.data, options.out, weights=options.weights, only=options.only, docs=options.docs)


def _explore(options: argparse.Namespace) -> None:
    from training import explore

    for path in [explore.own_hand(options.sheet)] if options.sheet else explore.explore(options.data, options.out):
        print(path)


def _compare(options: argparse.Namespace) -> None:
    _limit_threads(options.threads)
    from training import compare, images

    signs = not options.only or "transfer, from symbols" in options.only
    images.check(options.data, pens=options.pens, signs=signs)
    table = compare.compare(
        options.data, options.out, epochs=options.epochs, pens=options.pens, seed=options.seed, only=options.only
    )
    print(table)
    _into(options.docs, "compare with pens" if options.pens else "compare", table)


def _bench(options: argparse.Namespace) -> None:
    from training import bench

    chart = options.chart or (File("docs/img") if options.docs else options.out) / "readers.png"
    table = bench.bench(options.data, options.out, chart, count=options.count)
    print(table)
    _into(options.docs, "bench-readers", table)


def _workers(options: argparse.Namespace) -> None:
    from training import workers

    table = workers.show(options.data, options.steps)
    print(table)
    _into(options.docs, "workers", table.splitlines()[-1])


def _fetch(options: argparse.Namespace) -> None:
    from training import fetch

    fetch.fetch(options.data, options.archive)


_LEARNING = frozenset({"train", "ensemble", "show", "average", "publish", "finetune", "compare"})
_COMMANDS = {
    "train": _train,
    "ensemble": _ensemble,
    "show": _show,
    "average": _average,
    "publish": _publish,
    "finetune": _finetune,
    "evaluate": _evaluate,
    "explore": _explore,
    "compare": _compare,
    "bench-readers": _bench,
    "workers": _workers,
    "fetch": _fetch,
}
