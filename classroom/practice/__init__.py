"""Practice of a child's own, and finding out where to begin: flights of a few questions beside the lessons.

A flight is a worksheet that is made for it, set to that child alone, with an attempt like any other: the same pad,
outbox, readings and marks. What sets it apart is `Assignment.purpose`, and that the server picks the next question.
"""
