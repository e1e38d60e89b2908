"""The synthetic pen: legal ink, the same for the same seed, and a hand of one's own."""

from __future__ import annotations

import pytest

from handwriting import blank, cat, hand_of, letters, scribble, stray_tap, taught_in, write
from recognition.ink import Ink


@pytest.mark.parametrize("text", ["0123456", "789", "-12", "+8", "3.5", "3,5", "7:30", "11/12", "<", ">", "="])
def test_what_it_writes_is_legal_ink_inside_the_box(text: str) -> None:
    for seed in range(20):
        ink = Ink.from_wire(write(text, seed=seed))
        left, top, right, bottom = ink.bounds
        assert 0 <= left < right <= 1000 and 0 <= top < bottom <= 400


def test_noise_is_legal_ink_too() -> None:
    for seed in range(20):
        for drawn in (letters(seed=seed), scribble(seed=seed), stray_tap(seed=seed), cat(seed=seed)):
            assert not Ink.from_wire(drawn).is_blank
    assert Ink.from_wire(blank()).is_blank


def test_the_same_seed_writes_the_same_ink_and_another_seed_another() -> None:
    assert write("42", seed=7) == write("42", seed=7)
    assert write("42", seed=7) != write("42", seed=8)


def test_a_writer_keeps_the_style_from_sheet_to_sheet() -> None:
    assert hand_of(3) == hand_of(3)
    styles = {dict(hand_of(seed).styles)["7"] for seed in range(30)}
    assert len(styles) == 3, "thirty writers use all three sevens"


def test_times_never_run_backwards() -> None:
    times = [point[2] for stroke in write("1908", seed=1)["strokes"] for point in stroke]
    assert times == sorted(times) and times[0] == 0 and times[-1] > 1000


def test_a_mirrored_digit_is_the_digit_turned_round() -> None:
    straight, backwards = write("7", seed=5, style=2), write("7", seed=5, style=2, mirrored={0})
    assert straight != backwards


def test_an_unknown_symbol_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot write"):
        write("4x", seed=1)


def test_a_german_hand_bars_its_seven_and_keeps_its_other_habits() -> None:
    english = hand_of(3)
    german = taught_in("de", english)
    assert (german.style_of("7"), german.style_of("1")) == (1, 1)
    assert len(write("7", seed=1, style=german)["strokes"]) == 2
    assert german.slant == english.slant and german.style_of("4") == english.style_of("4")
    assert taught_in("en-gb", english) == english
