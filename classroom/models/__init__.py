"""The school's nouns: people, their work, and what they wrote."""

from classroom.models.answers import Answer, Attempt, Ink, Mark, Reading, ReadingJob, Unsent
from classroom.models.certainty import Check, Footing, HandwritingNote
from classroom.models.consent import ConsentEntry, Erasure, ExportedWriter, InkExport
from classroom.models.decisions import Decision
from classroom.models.patterns import PatternDecision
from classroom.models.people import (
    AuditEntry,
    Enrolment,
    Invitation,
    School,
    SchoolClass,
    Student,
    Teaching,
    User,
)
from classroom.models.rereading import DriftCheck, RereadChange, Rereading
from classroom.models.watching import Pulse
from classroom.models.words import MAX_NOTE, Agreement, Note
from classroom.models.work import Assignment, Favourite, Question, Recipient, Skill, Worksheet

__all__ = [
    "MAX_NOTE",
    "Agreement",
    "Answer",
    "Assignment",
    "Attempt",
    "AuditEntry",
    "Check",
    "ConsentEntry",
    "Decision",
    "DriftCheck",
    "Enrolment",
    "Erasure",
    "ExportedWriter",
    "Favourite",
    "Footing",
    "HandwritingNote",
    "Ink",
    "InkExport",
    "Invitation",
    "Mark",
    "Note",
    "PatternDecision",
    "Pulse",
    "Question",
    "Reading",
    "ReadingJob",
    "Recipient",
    "RereadChange",
    "Rereading",
    "School",
    "SchoolClass",
    "Skill",
    "Student",
    "Teaching",
    "Unsent",
    "User",
    "Worksheet",
]
