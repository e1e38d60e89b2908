"""What a tablet says of the work it still keeps, whoever is signed in there now, or nobody."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from classroom import tickets, unsent
from classroom.api.doors import tablet_of
from classroom.api.shapes import Strict

MOST_CHILDREN = 60


class KeptIn(Strict):
    ticket = serializers.CharField(max_length=tickets.LONGEST, help_text="From the page on which the work was made")
    answers = serializers.ListField(child=serializers.UUIDField(), max_length=unsent.MOST_ANSWERS)


class TabletIn(Strict):
    # `many` makes a ListSerializer, which takes this; the stubs describe the serializer alone.
    kept = KeptIn(many=True, max_length=MOST_CHILDREN)  # type: ignore[call-arg]


@extend_schema(request=TabletIn, responses={204: None}, auth=[])
@api_view(["POST"])
@authentication_classes([])
@permission_classes([])
def kept(request: Request) -> Response:
    """Hear how many answers of which children the tablet still keeps. The ticket is the door; all answer alike."""
    shape = TabletIn(data=request.data)
    shape.is_valid(raise_exception=True)
    for one in shape.validated_data["kept"]:
        student = tickets.student_of(one["ticket"])
        if student is not None:
            unsent.hear_tablet(student=student, tablet=tablet_of(request), answers=one["answers"])
    return Response(status=204)
