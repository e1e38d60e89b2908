"""A school's nine o'clock: children write, autosave and hand in while dashboards watch. `make load` runs it."""
