"""From answers over time to what comes next: belief, return, choice, flights, placement. Pure."""
