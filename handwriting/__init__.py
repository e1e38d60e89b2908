"""Our own synthetic handwriting: digit skeletons with wobble, for tests, demonstrations and load; plain
Python."""

from handwriting.cells import write_in
from handwriting.hand import Hand, hand_of, taught_in
from handwriting.pen import blank, cat, letters, scribble, stray_tap, write

__all__ = ["Hand", "blank", "cat", "hand_of", "letters", "scribble", "stray_tap", "taught_in", "write", "write_in"]
