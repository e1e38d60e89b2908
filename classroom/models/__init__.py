"""The school's nouns: people, their work, and what they wrote."""

from classroom.models.answers import Answer, Attempt, Ink, Mark, Reading, ReadingJob
from classroom.models.decisions import Decision
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
from classroom.models.work import Assignment, Question, Skill, Worksheet

__all__ = [
    "Answer",
    "Assignment",
    "Attempt",
    "AuditEntry",
    "Decision",
    "Enrolment",
    "Ink",
    "Invitation",
    "Mark",
    "Question",
    "Reading",
    "ReadingJob",
    "School",
    "SchoolClass",
    "Skill",
    "Student",
    "Teaching",
    "User",
    "Worksheet",
]
