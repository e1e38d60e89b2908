"""A school to look at: filled with children at work, and a class that keeps writing."""
