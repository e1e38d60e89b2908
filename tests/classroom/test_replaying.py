"""Writing told over again: what was drawn when, what was rubbed out, where the pen rested."""

from __future__ import annotations

from typing import Any

from classroom.replaying import Revision, film, stills, versions
from classroom.replaying.film import GAP, LONGEST_PAUSE, PAUSE, RUB

ONE = [[100, 50, 0], [110, 300, 200]]
SEVEN = [[300, 50, 700], [420, 60, 900], [350, 300, 1100]]
TWO = [[300, 80, 9000], [420, 200, 9300], [300, 300, 9500]]
BAR = [[300, 180, 1500], [400, 180, 1600]]


def wire(*strokes: Any) -> dict[str, Any]:
    return {"version": 1, "width": 1000, "height": 500, "strokes": list(strokes)}


def drawn(*inks: Any) -> list[Revision]:
    return [Revision(seq, strokes=wire(*ink)) for seq, ink in enumerate(inks, 1)]


def test_strokes_come_in_their_order_at_the_writers_own_speed() -> None:
    told = film(drawn([ONE], [ONE, SEVEN]))
    assert [(stroke.start, stroke.end) for stroke in told.strokes] == [(0, 200), (700, 1100)]
    assert [point[2] for point in told.strokes[1].points] == [0, 200, 400]
    assert told.steps == [200, 1100]
    assert not told.even and told.pauses == []
    assert told.length == 1100 + GAP


def test_a_revision_that_adds_several_strokes_tells_them_one_by_one() -> None:
    assert film(drawn([ONE, SEVEN])).to_json() == film(drawn([ONE], [ONE, SEVEN])).to_json()


def test_what_was_rubbed_out_is_a_ghost_from_then_on() -> None:
    told = film(drawn([ONE], [ONE, SEVEN], [ONE], [ONE, TWO]))
    one, seven, two = told.strokes
    assert (one.gone, two.gone) == (None, None)
    assert seven.gone == seven.end + GAP
    assert two.start >= seven.gone + RUB


def test_wiping_all_and_writing_anew_keeps_both() -> None:
    told = film(drawn([ONE, SEVEN], [], [TWO]))
    assert [stroke.gone is None for stroke in told.strokes] == [False, False, True]


def test_a_long_rest_is_marked_with_its_true_length_and_shortened_for_watching() -> None:
    told = film(drawn([ONE, TWO]))  # the pen rested from 200 to 9000
    [pause] = told.pauses
    assert (pause.real, pause.before) == (8800, 2)
    assert pause.until - pause.at == LONGEST_PAUSE
    assert told.strokes[1].start == pause.until


def test_a_short_rest_is_no_pause() -> None:
    quick = [[300, 80, 200 + PAUSE - 1], [320, 90, 1800 + PAUSE]]
    assert film(drawn([ONE, quick])).pauses == []


def test_ink_without_times_is_drawn_at_even_speed_and_says_so() -> None:
    bare = [[0, 0], [70, 0], [70, 700]]
    told = film([Revision(1, strokes=wire(bare, bare[::-1]))])
    assert told.even
    assert [point[2] for point in told.strokes[0].points] == [0, 100, 1100]
    assert told.strokes[1].start == 1100 + GAP
    nought = [[*point, 0] for point in bare]  # a page that loaded ink without times gave them none worth measuring
    assert film([Revision(1, strokes=wire(nought))]).even


def test_a_clock_that_ran_backwards_harms_nothing() -> None:
    told = film(drawn([ONE, [[5, 5, 900], [9, 9, 300], [20, 20, 1000]]]))
    assert [point[2] for point in told.strokes[1].points] == [0, 0, 100]
    assert all(stroke.end >= stroke.start for stroke in told.strokes)


def test_typing_is_part_of_the_story() -> None:
    told = film([*drawn([ONE]), Revision(2, typed="17"), Revision(3, strokes=wire(ONE, BAR))])
    assert [one.text for one in told.typed] == ["17"]
    assert told.strokes[0].gone is not None, "the ink went when the keypad came"
    assert len(told.strokes) == 3, "and came back"


def test_what_was_typed_and_rubbed_out_is_gone_from_the_story() -> None:
    told = film([Revision(1, typed="17"), Revision(2)])
    assert [(one.text, one.at) for one in told.typed] == [("17", 0), ("", 900)]
    assert [(one.words, one.typed and one.typed.text) for one in stills(told)] == [
        ("typed 17", "17"), ("rubbed out", ""),
    ]  # fmt: skip


def test_nothing_written_is_an_empty_film() -> None:
    assert film([]).to_json()["length"] == 0
    assert film(drawn([])).strokes == []
    assert versions([]) == []
    assert stills(film([])) == []


def test_of_revisions_that_only_add_the_last_is_worth_choosing() -> None:
    written = drawn([ONE], [ONE, SEVEN], [ONE], [ONE, TWO], [])
    assert [one.seq for one in versions(written)] == [2, 4]
    typed = [Revision(6, typed="1"), Revision(7, typed="12")]
    assert [one.seq for one in versions([*written, *typed])] == [2, 4, 7]


def test_each_still_shows_what_is_new_and_what_went() -> None:
    strip = stills(film(drawn([ONE], [ONE, SEVEN], [ONE], [ONE, TWO])))
    assert [still.words for still in strip] == ["stroke 1", "stroke 2", "rubbed out", "stroke 3"]
    assert [stroke.number for stroke in strip[-1].new] == [3]
    assert [stroke.number for stroke in strip[-1].standing] == [1]
    assert [stroke.number for stroke in strip[-1].ghosts] == [2]
    assert strip[-1].rest == "9 s pause before"


def test_a_long_story_fits_a_page_and_loses_no_stroke() -> None:
    many = [[[n, 10, 100 * n], [n, 90, 100 * n + 50]] for n in range(60)]
    strip = stills(film(drawn(many)))
    assert len(strip) <= 24
    assert [stroke.number for still in strip for stroke in still.new] == list(range(1, 61))
    assert strip[0].words == "strokes 1 to 3"
