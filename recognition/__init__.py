"""The eye: reads numbers from pen strokes; plain Python that knows no web framework and no student."""
