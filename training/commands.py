"""`python -m training`: train, ensemble, publish, evaluate, show, explore, compare, bench-readers, workers, fetch."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

from training.data import DEFAULT_FOLDER, DataProblem

DIGITS = ("baseline", "regularised", "astro", "transfer", "mnist")
RECIPES = (*DIGITS, "line")
RUNS = File("training-runs")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--threads", type=int, default=0, help="processor cores to use (0: all)")
    todo = parser.add_subparsers(dest="command", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        sub = todo.add_parser(name, help=text, description=text)
        sub.add_argument(
            "--data", type=File, default=DEFAULT_FOLDER, help=f"folder of the handwriting ({DEFAULT_FOLDER})"
        )
        return sub

    train = command("train", "Train a network; a stopped run goes on where it was.")
    train.add_argument("recipe", choices=RECIPES)
    train.add_argument(
        "--pens", action="store_true", help="MNIST with the training pens (digits; MNIST alone otherwise)"
    )
    train.add_argument("--epochs", type=int, help="epochs of a network for digits (its own number otherwise)")
    train.add_argument("--steps", type=int, default=8000, help="steps of the line network")
    train.add_argument("--start", type=File, help="weights of a line network to begin from")
    train.add_argument("--peak", type=float, default=2e-3, help="highest learning rate of the line network")
    train.add_argument(
        "--with",
        dest="library",
        choices=("tensorflow", "torch"),
        default="tensorflow",
        help="what trains the line network; torch (to be installed by hand) takes a third of the time where the "
        "processor computes in bfloat16",
    )
    train.add_argument("--seed", type=int, default=1)
    train.add_argument("--flips", action="store_true", help="also mirror pictures, to see what that does to digits")
    train.add_argument("--all", action="store_true", help="train on the validation fifth too, once all is chosen")
    train.add_argument("--base", help="transfer: imagenet, symbols, or a file of base weights")
    train.add_argument("--out", type=File, help="where the run is kept (training-runs/RECIPE-...)")

    ensemble = command("ensemble", "Measure runs of `train`, each alone, their mean and spread, and all together.")
    ensemble.add_argument("runs", type=File, nargs="+")

    show = command("show", "Print a network's layers and parameters without training.")
    show.add_argument("recipe", choices=RECIPES)

    publish = command(
        "publish", "Export a trained network to LiteRT and write it with its card to recognition/weights."
    )
    publish.add_argument("run", type=File, help="folder of a run of `train`")
    publish.add_argument("--to", type=File, help="another folder than recognition/weights")
    publish.add_argument("--force", action="store_true", help="even where it is worse than what is published")

    finetune = command("finetune", "Fine-tune the published reader on a school's ink; publish if better.")
    finetune.add_argument("file", type=File, help="training-ink-N.zip of manage.py export_training_ink")
    finetune.add_argument("--start", type=File, help="weights to begin from (those of the published reader)")
    finetune.add_argument("--steps", type=int, default=400)
    finetune.add_argument("--seed", type=int, default=1)
    finetune.add_argument("--out", type=File, default=RUNS / "finetune", help="where the run is kept")
    finetune.add_argument("--no-publish", action="store_true", help="leave publishing to `publish`")
    finetune.add_argument("--to", type=File, help="publish to another folder than recognition/weights")

    evaluate = command("evaluate", "Measure the published reader and write a report with every error as a picture.")
    evaluate.add_argument(
        "--weights", type=File, nargs="+", help="other folders than recognition/weights; of several, mean and spread"
    )
    evaluate.add_argument("--out", type=File, default=RUNS / "evaluation")
    evaluate.add_argument("--only", nargs="*", help="names of sets")
    evaluate.add_argument("--docs", type=File, help="write the tables between the marks in this Markdown file too")

    explore = command("explore", "Draw what the handwriting looks like: counts, samples, means, pens, distortions.")
    explore.add_argument("--out", type=File, default=RUNS / "explore")

    compare = command("compare", "Train all networks for digits and print them in one table; finished runs are kept.")
    compare.add_argument("--epochs", type=int, help="the same number for all (each its own otherwise)")
    compare.add_argument(
        "--only", nargs="*", help="names of recipes to train now; the others come in if they are done"
    )
    compare.add_argument("--docs", type=File, help="write the table between its marks in this Markdown file too")
    compare.add_argument("--pens", action="store_true")
    compare.add_argument("--seed", type=int, default=1)
    compare.add_argument("--out", type=File, default=RUNS / "compare")

    bench = command("bench-readers", "Set our reader beside Tesseract and RapidOCR on the same handwriting.")
    bench.add_argument("--count", type=int, default=300, help="numbers per spacing")
    bench.add_argument("--docs", type=File, help="write the table between its marks in this Markdown file too")
    bench.add_argument("--out", type=File, default=RUNS / "bench")
    bench.add_argument("--chart", type=File, default=File("docs/img/readers.png"))

    workers = command("workers", "Show that two workers on this machine give the same loss curve as one.")
    workers.add_argument("--steps", type=int, default=30)
    workers.add_argument("--docs", type=File, help="write the difference between its marks in this Markdown file too")

    fetch = command("fetch", "Download and convert what is missing of MNIST, Pen-Digits and UNIPEN; all is checked.")
    fetch.add_argument("--archive", type=File, nargs="*", default=[], help="archives that were downloaded by hand")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; problems with data end in one sentence and status 2."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        _COMMANDS[options.command](options)
    except DataProblem as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from the last checkpoint.", file=sys.stderr)
        raise SystemExit(130) from None


def _limit_threads(count: int) -> None:
    if os.environ.get("KERAS_BACKEND") == "torch":
        import torch

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
    pens = "-pens" if options.pens else ""
    out = options.out or RUNS / f"{options.recipe}{pens}-{options.seed}"
    if options.recipe == "line" and options.library == "torch":
        _train_with_torch(options, out)
        return
    _limit_threads(options.threads)
    if options.recipe == "line":
        from training import ctc

        ctc.train(options.data, out, steps=options.steps, seed=options.seed, start=options.start, peak=options.peak)
        return
    from training import fit

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

    print(ensemble.measure(options.data, options.runs))


def _show(options: argparse.Namespace) -> None:
    model = _recipe(options.recipe).build()
    model.summary()
    print(f"{model.count_params():,} parameters")


def _publish(options: argparse.Namespace) -> None:
    from training import publishing

    try:
        print(publishing.publish_run(options.run, options.data, to=options.to, force=options.force))
    except publishing.Refused as refusal:
        print(f"Not published: {refusal}", file=sys.stderr)
        raise SystemExit(1) from None


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
    options.run, options.force = options.out, False
    _publish(options)


def _evaluate(options: argparse.Namespace) -> None:
    from training import evaluate

    evaluate.evaluate(options.data, options.out, weights=options.weights, only=options.only, docs=options.docs)


def _explore(options: argparse.Namespace) -> None:
    from training import explore

    for path in explore.explore(options.data, options.out):
        print(path)


def _compare(options: argparse.Namespace) -> None:
    _limit_threads(options.threads)
    from training import compare

    table = compare.compare(
        options.data, options.out, epochs=options.epochs, pens=options.pens, seed=options.seed, only=options.only
    )
    print(table)
    _into(options.docs, "compare with pens" if options.pens else "compare", table)


def _bench(options: argparse.Namespace) -> None:
    from training import bench

    table = bench.bench(options.data, options.out, options.chart, count=options.count)
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


_COMMANDS = {
    "train": _train,
    "ensemble": _ensemble,
    "show": _show,
    "publish": _publish,
    "finetune": _finetune,
    "evaluate": _evaluate,
    "explore": _explore,
    "compare": _compare,
    "bench-readers": _bench,
    "workers": _workers,
    "fetch": _fetch,
}
