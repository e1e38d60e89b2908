"""The statistics of automatic marking: bounds, the ladder of thresholds, what evidence allows. Pure."""
