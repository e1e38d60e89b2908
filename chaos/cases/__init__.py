"""The cases, by what they harm. Importing this fills the catalogue."""

from chaos.cases import crashes, databases, messages, networks, readers, upkeep

__all__ = ["crashes", "databases", "messages", "networks", "readers", "upkeep"]
