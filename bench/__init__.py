"""Measures what docs/measurements.md states: `make bench`."""
