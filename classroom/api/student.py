"""JSON doors for the canvas. Each view: door, shape, one domain call, answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from classroom import access, agreeing, child_doors, feedback, looking, submissions, unsent
from classroom.api.doors import IsStudent, student_of, tablet_of
from classroom.api.shapes import Strict
from classroom.models import Ink as Row
from recognition.reader import Ink

# Older than a year is a clock that is off. It is no reason to refuse what a child wrote.
MOST_AGE_MS = 366 * 24 * 60 * 60 * 1000


class InkIn(Strict):
    client_id = serializers.UUIDField(help_text="Made on the device; the same id again changes nothing")
    seq = serializers.IntegerField(min_value=1, max_value=1_000_000, help_text="Grows with every revision")
    pointer = serializers.ChoiceField(
        ["pen", "touch", "mouse", "keypad"], default="", allow_blank=True, required=False
    )
    device = serializers.ChoiceField(["phone", "tablet", "desktop"], default="", allow_blank=True, required=False)
    ink = serializers.JSONField(required=False, help_text="Wire format of ink, version 1")
    typed = serializers.CharField(
        required=False, allow_blank=True, max_length=submissions.MAX_TYPED + submissions.MAX_BESIDE + 1,
        help_text="Behind ¦ stands what was typed into boxes beside the answer: 623¦c1=1 c2=1",
    )  # fmt: skip
    age_ms = serializers.IntegerField(
        min_value=0,
        required=False,
        help_text="How long ago it was drawn, by the device's clock: a teacher sees it beside late work",
    )
    waiting = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=unsent.MOST_ANSWERS,
        default=list,
        help_text="Other answers of this child that the device still keeps for itself",
    )


class Saved(serializers.Serializer):
    client_id = serializers.UUIDField()
    seq = serializers.IntegerField()
    late = serializers.BooleanField(source="is_late", help_text="Kept aside: after hand-in, closing or newer writing")
    open = serializers.BooleanField(source="answer.attempt.takes_work", help_text="Whether the child may write on")
    saved_at = serializers.DateTimeField(source="received_at")


class AgreementIn(Strict):
    client_id = serializers.UUIDField(help_text="Made on the device; the same id again changes nothing")
    reading = serializers.IntegerField(min_value=1, help_text="The reading that was shown")
    said = serializers.ChoiceField(["agreed", "rewrote", "typed"])
    position = serializers.IntegerField(min_value=1, max_value=40, required=False, help_text="Of the rewritten sign")
    waited_ms = serializers.IntegerField(min_value=0, default=0, help_text="From showing to tapping")


class SignOut(serializers.Serializer):
    text = serializers.CharField()
    strokes = serializers.ListField(child=serializers.IntegerField(), help_text="Strokes of the ink, by index")


class CheckOut(serializers.Serializer):
    reading = serializers.IntegerField()
    signs = SignOut(many=True)


class AnswerOut(serializers.Serializer):
    uuid = serializers.UUIDField()
    position = serializers.IntegerField()
    seq = serializers.IntegerField()
    mode = serializers.CharField()
    state = serializers.ChoiceField(["empty", "reading", "read", "look"])
    reading = serializers.CharField()
    typed = serializers.CharField()
    late = serializers.BooleanField(help_text="Newer writing came too late and waits for a teacher")
    mark = serializers.ChoiceField(["", "right", "wrong", "look"])
    check = CheckOut(allow_null=True, help_text="Ask the child whether this is what stands there; null: do not ask")


class AttemptOut(serializers.Serializer):
    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(["in_progress", "handed_in", "returned"])
    open = serializers.BooleanField()
    answers = AnswerOut(many=True)


@extend_schema(request=InkIn, responses={201: Saved})
@api_view(["POST"])
@permission_classes([IsStudent])
def ink(request: Request, uuid: UUID) -> Response:
    """Keep one revision of an answer, drawn or typed. Answers only when it is stored for good."""
    answer, any_kept = child_doors.answer_to_write(student_of(request), uuid)
    limits = looking.limits_of(answer.question)
    request.parser_context["most_bytes"] = limits.bytes
    sent = _INK_IN.run_validation(request.data)
    row = submissions.record_ink(
        answer=answer,
        client_id=sent["client_id"],
        seq=sent["seq"],
        ink=Ink.from_wire(sent["ink"], limits) if sent.get("ink") is not None else None,
        typed=sent.get("typed"),
        pointer=sent["pointer"],
        device=sent["device"],
        drawn_at=_ago(sent.get("age_ms")),
        tablet=tablet_of(request),
    )
    unsent.hear_tablet(
        student=student_of(request), tablet=tablet_of(request), answers=sent["waiting"], any_kept=any_kept
    )
    return Response(_saved(row), status=201)


# Made once: to make a shape costs more than to hold a body against it, and it keeps nothing of one.
_INK_IN = InkIn()


def _saved(row: Row) -> dict[str, object]:
    """As `Saved` describes it."""
    return {
        "client_id": str(row.client_id),
        "seq": row.seq,
        "late": row.is_late,
        "open": row.answer.attempt.takes_work,
        "saved_at": _MOMENT.to_representation(row.received_at),
    }


_MOMENT = serializers.DateTimeField()


def _ago(age_ms: int | None) -> datetime | None:
    return None if age_ms is None else timezone.now() - timedelta(milliseconds=min(age_ms, MOST_AGE_MS))


@extend_schema(request=AgreementIn, responses={201: None})
@api_view(["POST"])
@permission_classes([IsStudent])
def agreement(request: Request, uuid: UUID) -> Response:
    """Keep what the child did when a reading was shown back. It is evidence; no mark changes."""
    answer = access.answer_for_student(student_of(request), uuid)
    shape = AgreementIn(data=request.data)
    shape.is_valid(raise_exception=True)
    sent = dict(shape.validated_data)
    agreeing.record_agreement(reading=access.reading_of_answer(answer, sent.pop("reading")), **sent)
    return Response({"client_id": sent["client_id"]}, status=201)


@extend_schema(responses=AttemptOut)
@api_view(["GET"])
@permission_classes([IsStudent])
def attempt(request: Request, uuid: UUID) -> Response:
    """The child's own work: what is saved, what was read, and marks where the policy shows them."""
    return Response(_attempt_facts(child_doors.attempt_to_look_at(student_of(request), uuid)))


@extend_schema(request=None, responses=AttemptOut)
@api_view(["POST"])
@permission_classes([IsStudent])
def hand_in(request: Request, uuid: UUID) -> Response:
    """Hand the work in. A second time changes nothing."""
    own = child_doors.attempt_to_look_at(student_of(request), uuid)
    return Response(_attempt_facts(submissions.hand_in(attempt=own)))


def _attempt_facts(own: access.Attempt) -> dict[str, object]:
    return {
        "uuid": str(own.uuid),
        "state": own.state,
        "open": own.takes_work,
        "answers": feedback.answers_for_child(own),
    }
