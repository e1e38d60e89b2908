"""The public door: ink or a picture in, what the network sees out. Nothing is stored."""

from __future__ import annotations

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    parser_classes,
    permission_classes,
    throttle_classes,
)
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from classroom.api.parsers import BoundedJSON
from classroom.api.shapes import Strict
from classroom.errors import BadInput
from recognition import reader as recognition

MAX_PICTURE = 2 * 1024 * 1024


class TryThrottle(SimpleRateThrottle):
    """One limit for the public door, for each address that asks."""

    scope = "try"

    def get_cache_key(self, request: Request, view: object) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class TryIn(Strict):
    ink = serializers.JSONField(required=False, help_text="Wire format of ink, version 1")
    picture = serializers.FileField(required=False, help_text="PNG or JPEG, at most 2 MB (multipart)")
    kind = serializers.ChoiceField(sorted(recognition.KINDS), default="whole", required=False)


class CandidateOut(serializers.Serializer):
    text = serializers.CharField()
    probability = serializers.FloatField()


class ReadingOut(serializers.Serializer):
    status = serializers.ChoiceField(["read", "blank", "unreadable"])
    text = serializers.CharField()
    confidence = serializers.FloatField()
    candidates = CandidateOut(many=True)
    flags = serializers.ListField(child=serializers.CharField())
    reader_version = serializers.CharField()


@extend_schema(request={"application/json": TryIn, "multipart/form-data": TryIn}, responses=ReadingOut, auth=[])
@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
@parser_classes([BoundedJSON, MultiPartParser])
@throttle_classes([TryThrottle])
def readings(request: Request) -> Response:
    """Say what the network sees in ink or in a picture. Nothing is stored."""
    shape = TryIn(data=request.data.dict() if hasattr(request.data, "dict") else request.data)
    shape.is_valid(raise_exception=True)
    sent = shape.validated_data
    if (sent.get("ink") is None) == (sent.get("picture") is None):
        raise BadInput(gettext("Send either ink or a picture."))
    reader = recognition.default_reader()
    if sent.get("ink") is not None:
        seen = reader.read(recognition.Ink.from_wire(sent["ink"]), sent["kind"])
    elif sent["picture"].size > MAX_PICTURE:
        raise BadInput(gettext("The picture is larger than 2 MB."))
    else:
        seen = reader.read_image(sent["picture"].read(), sent["kind"])
    return Response(seen.to_json())
