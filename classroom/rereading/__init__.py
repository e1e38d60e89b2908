"""A new reader never rewrites history: stored ink is read again beside the old readings, and marks change on a
teacher's word alone.

`start` asks for it, `go_on` does a little of it (the sweeper and Celery call it until it is done), `accept`,
`decline` and `roll_back` are decisions, `report` is what people see.
"""

from classroom.rereading.decisions import accept, decline, roll_back
from classroom.rereading.runs import NothingToRead, UnderWay, start, stop, waiting
from classroom.rereading.steps import go_on

__all__ = ["NothingToRead", "UnderWay", "accept", "decline", "go_on", "roll_back", "start", "stop", "waiting"]
