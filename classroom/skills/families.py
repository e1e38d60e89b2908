"""The families of questions that can be made, by name."""

from __future__ import annotations

from types import ModuleType

from classroom.skills import add, divide, multiply, subtract

FAMILIES: dict[str, ModuleType] = {"add": add, "subtract": subtract, "multiply": multiply, "divide": divide}
