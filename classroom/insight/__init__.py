"""Insight for teaching: what the work of a lesson, of a class over time and of one child tells a teacher.

Four rules hold everywhere:
- a sheet counts when it is done: handed in, returned, or its lesson is closed; what a child still works on does not;
- what waits for a teacher counts as waiting and as nothing else: doubts, late or newer writing, and sure marks that
  the lot fell on and nobody has checked;
- a figure of few children or few answers is said to be one, and a spread is told from ENOUGH_CHILDREN on alone;
- nothing of it is for children, and no list is in the order of children's scores.
"""
