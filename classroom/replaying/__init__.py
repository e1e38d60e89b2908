"""Writing told over again: as a film for the screen, as stills for paper. Pure."""

from classroom.replaying.film import Film, Revision, film, versions
from classroom.replaying.stills import Still, stills

__all__ = ["Film", "Revision", "Still", "film", "stills", "versions"]
