"""What comes next for each child and for the class: worked out from answers whenever somebody looks, and never kept.

What counts: sure marks on current writing, in lessons that are done and in practice. What waits for a teacher, came
late or went by its age says nothing here. A child never sees any of it.
"""
