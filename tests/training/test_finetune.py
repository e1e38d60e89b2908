"""Fine-tuning on a school's ink, proved with ink of our own synthetic hand and very few steps."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from handwriting import write
from recognition.card import WEIGHTS
from recognition.raster import paths_of
from training import commands, school
from training.data import DataProblem, Pen


def export(path: Path, *, writers: int = 6, each: int = 6) -> Path:
    """A file as a school makes it, in the hands of synthetic children."""
    rows = []
    for writer in range(writers):
        for k in range(each):
            text = str((writer * 37 + k * 13) % 90 + 10)
            wire = write(text, seed=writer * 100 + k, style=writer)
            strokes = [[point[:2] for point in stroke] for stroke in wire["strokes"]]
            ink = {"version": 1, "width": wire["width"], "height": wire["height"], "strokes": strokes}
            row = {"id": f"{writer}-{k}", "source": "school", "writer": f"school:{writer}", "text": text, "ink": ink}
            rows.append(json.dumps(row))
    lines = "".join(f"{row}\n" for row in rows).encode()
    manifest = {"version": 1, "number": 3, "sha256": hashlib.sha256(lines).hexdigest()}
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(school.LINES, gzip.compress(lines))
        bundle.writestr(school.MANIFEST, json.dumps(manifest))
    return path


def test_an_export_is_read_and_its_manifest_believed(tmp_path: Path) -> None:
    ink = school.load(export(tmp_path / "ink.zip"))
    assert (len(ink.pens), ink.left_out, ink.facts["number"]) == (36, 0, 3)


def test_a_changed_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = export(tmp_path / "ink.zip")
    with zipfile.ZipFile(path) as bundle:
        lines, manifest = bundle.read(school.LINES), bundle.read(school.MANIFEST)
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr(school.LINES, gzip.compress(gzip.decompress(lines).replace(b'"text": "10"', b'"text": "11"')))
        bundle.writestr(school.MANIFEST, manifest)
    with pytest.raises(DataProblem, match="damaged"):
        school.load(path)
    (tmp_path / "none.zip").write_bytes(b"not a zip")
    with pytest.raises(DataProblem, match="not a file of training ink"):
        school.load(tmp_path / "none.zip")


def test_writers_are_held_out_whole_and_always_the_same_ones(tmp_path: Path) -> None:
    pens = school.load(export(tmp_path / "ink.zip")).pens
    learn, held = school.split(pens)
    assert learn and held
    assert {pen.writer for pen in learn}.isdisjoint(pen.writer for pen in held)
    assert {pen.writer for pen in school.split(pens[::-1])[1]} == {pen.writer for pen in held}
    with pytest.raises(DataProblem, match="writers"):
        school.split([pen for pen in pens if pen.writer == "school:0"])


def test_a_fraction_with_a_bar_and_unknown_signs_are_left_out() -> None:
    bar = [[[0, 100], [100, 100]], [[50, 0], [50, 70]], [[50, 130], [50, 200]]]
    assert not school._is_usable(Pen("a", "w", "1/1", tuple(paths_of(bar))))
    assert not school._is_usable(Pen("b", "w", "x", tuple(paths_of(bar))))
    assert school._is_usable(Pen("c", "w", "111", tuple(paths_of(bar))))


def test_the_same_seed_draws_the_same_lines(tmp_path: Path) -> None:
    lines = school.SchoolLines(school.load(export(tmp_path / "ink.zip")).pens)
    first, again = (lines.samples(5, np.random.default_rng(4)) for _ in range(2))
    assert all((a[0] == b[0]).all() and a[1] == b[1] for a, b in zip(first, again, strict=True))


@pytest.mark.slow
def test_a_few_steps_change_the_weights_and_leave_a_run_that_publish_can_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import keras

    from training import finetune
    from training.kept import arrays_of, keep, probe, put_into
    from training.recipes import line

    keras.utils.set_random_seed(3)
    model = line.build()
    start = tmp_path / "start.npz"
    keep(start, model.get_weights(), np.asarray(model(probe(), training=False), dtype=np.float32)[0, 0])
    report = finetune.finetune(
        export(tmp_path / "ink.zip", writers=3, each=2),
        tmp_path / "no-data", tmp_path / "run", start=start, steps=2, lines_in_round=4,
    )  # fmt: skip
    assert not report["mixed"] and np.isfinite(report["loss"])
    assert report["finetuned_on"]["number"] == 3
    assert report["finetuned_on"]["held_out_writers"] >= 1
    put_into(line.build(), tmp_path / "run" / "weights.npz")  # it fits, and says there what it said here
    before, after = arrays_of(start), arrays_of(tmp_path / "run" / "weights.npz")
    assert any(not np.allclose(a, b) for a, b in zip(before, after, strict=True))
    assert json.loads((tmp_path / "run" / "report.json").read_text()) == report
    assert "school, held-out children" in finetune.in_words(report)


def test_a_run_remembers_what_its_weights_went_through_before(tmp_path: Path) -> None:
    from training.kept import PUBLISHED, history_of

    (tmp_path / "report.json").write_text(
        json.dumps({"seed": 2, "steps": 30, "seconds": 4.5, "losses": [1], "earlier": [{"seed": 1, "steps": 90}]})
    )
    before = history_of(tmp_path / "weights.npz")
    assert before == [{"seed": 1, "steps": 90}, {"seed": 2, "steps": 30, "seconds": 4.5}]
    assert history_of(tmp_path / "elsewhere" / "weights.npz") == []
    card = json.loads((WEIGHTS / "line.json").read_text())
    assert history_of(PUBLISHED)[-1]["steps"] == card["steps"]  # what ships tells how it was made


def test_weights_are_averaged_and_their_histories_told(tmp_path: Path) -> None:
    from training.averaging import average
    from training.kept import PUBLISHED, arrays_of, keep

    arrays = arrays_of(PUBLISHED)
    for name, factor in (("one", 1.0), ("two", 3.0)):
        keep(tmp_path / name / "weights.npz", [array * factor for array in arrays], np.zeros((20, 29), np.float32))
        report = {"seed": int(factor), "steps": 10 * int(factor), "seconds": 1.0}
        (tmp_path / name / "report.json").write_text(json.dumps(report))
    out = average([tmp_path / "one" / "weights.npz", tmp_path / "two" / "weights.npz"], tmp_path / "mean")
    assert all(np.allclose(a * 2, b) for a, b in zip(arrays, arrays_of(out / "weights.npz"), strict=True))
    report = json.loads((out / "report.json").read_text())
    assert report["steps"] == 30 and [one[0]["seed"] for one in report["averaged"]] == [1, 3]
    keep(tmp_path / "other.npz", arrays[:-1], np.zeros((20, 29), np.float32))
    with pytest.raises(DataProblem, match="different networks"):
        average([PUBLISHED, tmp_path / "other.npz"], tmp_path / "mean")


def test_without_weights_to_begin_from_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        commands.main(
            ["finetune", str(export(tmp_path / "ink.zip")), "--start", str(tmp_path / "none.npz"), "--no-publish"]
        )
    assert "is missing" in capsys.readouterr().err
