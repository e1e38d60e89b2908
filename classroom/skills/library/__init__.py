"""Ready-made worksheets, as data: which questions, for which year and half term. Pure."""
