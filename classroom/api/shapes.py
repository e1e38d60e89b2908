"""Shapes shared by the JSON doors."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class Strict(serializers.Serializer):
    """A shape that names every field it does not know, instead of passing it over."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(map(str, data)) - set(self.fields))
            if unknown:
                raise serializers.ValidationError({name[:40]: "This is not known here." for name in unknown[:5]})
        return super().to_internal_value(data)
