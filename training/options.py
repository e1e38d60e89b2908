"""What `python -m training` can be told."""

from __future__ import annotations

import argparse
from pathlib import Path as File

from training.data import DEFAULT_FOLDER

DIGITS = ("baseline", "regularised", "astro", "transfer", "mnist")
RECIPES = (*DIGITS, "line")
RUNS = File("training-runs")


def parser() -> argparse.ArgumentParser:
    """The command line of `python -m training`."""
    whole = argparse.ArgumentParser(prog="python -m training", description="Make and measure the reader's weights.")
    whole.add_argument("--threads", type=int, default=0, help="processor cores to use (0: all)")
    todo = whole.add_subparsers(dest="command", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        sub = todo.add_parser(name, help=text, description=text)
        # Before the command or behind it; what is not said behind it does not undo what was said before.
        sub.add_argument("--threads", type=int, default=argparse.SUPPRESS, help="processor cores to use (0: all)")
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
    ensemble.add_argument("--docs", type=File, help="write the table between its marks in this Markdown file too")

    show = command("show", "Print a network's layers and parameters without training.")
    show.add_argument("recipe", choices=RECIPES)

    average = command("average", "Average the weights of runs that began with the same weights; publish may follow.")
    average.add_argument("weights", type=File, nargs="+", help="files weights.npz of line networks")
    average.add_argument("--out", type=File, default=RUNS / "average", help="where the run is kept")

    publish = command(
        "publish", "Export a trained network to LiteRT and write it with its card to recognition/weights."
    )
    publish.add_argument("run", type=File, help="folder of a run of `train`")
    publish.add_argument("--to", type=File, help="another folder than recognition/weights")
    publish.add_argument(
        "--join", action="store_true", help="let it read beside the published networks, where the first is not sure"
    )
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
    explore.add_argument(
        "--sheet", type=File, help="draw only the distortions, in our own synthetic hand, to this file"
    )

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
    bench.add_argument("--chart", type=File, help="where the chart goes (docs/img/readers.png with --docs)")

    workers = command("workers", "Show that two workers on this machine give the same loss curve as one.")
    workers.add_argument("--steps", type=int, default=30)
    workers.add_argument("--docs", type=File, help="write the difference between its marks in this Markdown file too")

    fetch = command("fetch", "Download and convert what is missing of MNIST, Pen-Digits and UNIPEN; all is checked.")
    fetch.add_argument("--archive", type=File, nargs="*", default=[], help="archives that were downloaded by hand")
    return whole
