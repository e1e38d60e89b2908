"""What can go wrong for good: a code, a message a teacher understands, and an HTTP status."""

from __future__ import annotations

from classroom.later import gettext_lazy as _


class ClassroomError(Exception):
    """A request that cannot be done and will not heal by trying again."""

    code = "error"
    status = 400
    message = _("That could not be done.")

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)

    @property
    def text(self) -> str:
        """The message for people."""
        return str(self)


class NotAllowedNow(ClassroomError):
    code = "not_now"
    status = 409


class AssignmentClosed(NotAllowedNow):
    code = "assignment_closed"
    message = _("This worksheet is closed.")


class AlreadyHandedIn(NotAllowedNow):
    code = "already_handed_in"
    message = _("This worksheet is handed in.")


class ClientIdReused(ClassroomError):
    code = "client_id_reused"
    status = 409
    message = _("This id was used before for other writing.")


class BadInput(ClassroomError):
    code = "bad_input"
    message = _("That could not be understood.")


class InkRefused(BadInput):
    code = "bad_ink"


class TooMany(ClassroomError):
    code = "too_many"
    status = 429
    message = _("Too many tries. Wait a little, please.")


class NotADraft(NotAllowedNow):
    code = "not_a_draft"
    message = _("A published worksheet stays as it is. Make a new version to change it.")
