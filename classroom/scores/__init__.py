"""What answers add up to: reads for dashboards, gradebooks and lists, in fixed numbers of queries.

Three rules hold everywhere, so that dashboard, export and JSON say the same:
- the score of an answer is its standing mark's; nobody being sure is "not yet marked", never nought;
- a question left empty counts as nought once the child has handed in, and not at all before;
- a percentage is points out of what is decided (marked, or left empty at hand-in); the class mean is the mean of
  the percentages of those children of whom anything is decided.
"""
