"""What teachers open to run their school, classes and worksheets; and their accounts."""

from __future__ import annotations

from django.urls import path

from classroom.views import accounts, classes, marking, school, second_step, students, worksheet_editor, worksheets

# The names are allauth's; of its other pages none is wired, since none works without mail.
_accounts = [
    path("accounts/login/", accounts.sign_in, name="account_login"),
    path("accounts/logout/", accounts.sign_out, name="account_logout"),
    path("accounts/signup/", accounts.sign_up, name="account_signup"),
    path("accounts/password/change/", accounts.change_password, name="account_change_password"),
    path("accounts/inactive/", accounts.account_inactive, name="account_inactive"),
    path("accounts/you/", accounts.profile, name="profile"),
    path("join-school/<str:token>/", accounts.join_school, name="join-school"),
    path("new-password/<int:pk>/<str:token>/", accounts.new_password, name="new-password"),
]
_second_step = [
    path("accounts/two-steps/", second_step.overview, name="mfa_index"),
    path("accounts/two-steps/code/", second_step.enter_code, name="mfa_authenticate"),
    path("accounts/two-steps/code-again/", second_step.code_again, name="mfa_reauthenticate"),
    path("accounts/two-steps/set-up/", second_step.set_up, name="mfa_activate_totp"),
    path("accounts/two-steps/paper-codes/", second_step.paper_codes, name="mfa_paper_codes"),
    path("accounts/two-steps/turn-off/", second_step.turn_off, name="mfa_deactivate_totp"),
    path("school/two-steps/", second_step.ask, name="school-two-steps"),
    path("school/teachers/<int:pk>/two-steps-off/", second_step.reset, name="school-two-steps-reset"),
]
_school = [
    path("school/", school.school, name="school"),
    path("school/marking/", marking.marking, name="marking"),
    path("school/marking/set/", marking.set_marking, name="school-marking-set"),
    path("school/marking/start-anew/", marking.start_anew, name="school-marking-anew"),
    path("school/invite/", school.invite, name="school-invite"),
    path("school/invitations/<int:pk>/", school.invitation, name="invitation"),
    path("school/invitations/<int:pk>/qr.svg", school.invitation_qr, name="invitation-qr"),
    path("school/invitations/<int:pk>/withdraw/", school.withdraw_invitation, name="school-withdraw"),
    path("school/teachers/<int:pk>/password-link/", school.password_link, name="school-password-link"),
    path("school/teachers/<int:pk>/deactivate/", school.deactivate, name="school-deactivate"),
    path("school/teachers/<int:pk>/reactivate/", school.reactivate, name="school-reactivate"),
    path("school/teachers/<int:pk>/make-head/", school.make_head, name="school-make-head"),
]
_classes = [
    path("classes/", classes.classes, name="classes"),
    path("classes/first-steps/end/", classes.end_first_steps, name="first-steps-end"),
    path("classes/new/", classes.new_class, name="class-new"),
    path("classes/<int:pk>/", classes.class_page, name="class"),
    path("classes/<int:pk>/change/", classes.change_class, name="class-change"),
    path("classes/<int:pk>/archive/", classes.archive_class, name="class-archive"),
    path("classes/<int:pk>/restore/", classes.restore_class, name="class-restore"),
    path("classes/<int:pk>/joining/", classes.set_joining, name="class-joining"),
    path("classes/<int:pk>/new-code/", classes.new_code, name="class-new-code"),
    path("classes/<int:pk>/projector/", classes.projector, name="class-projector"),
    path("classes/<int:pk>/qr.svg", classes.class_qr, name="class-qr"),
    path("classes/<int:pk>/mirrored/", marking.mirrored, name="class-mirrored"),
    path("classes/<int:pk>/cards/", students.cards, name="class-cards"),
    path("classes/<int:pk>/teachers/add/", classes.add_co_teacher, name="class-add-teacher"),
    path(
        "classes/<int:pk>/teachers/<int:teacher_pk>/remove/", classes.remove_co_teacher, name="class-remove-teacher"
    ),
]
_students = [
    path("classes/<int:pk>/children/preview/", students.preview_students, name="students-preview"),
    path("classes/<int:pk>/children/add/", students.add_students, name="students-add"),
    path("classes/<int:pk>/children/<uuid:uuid>/", students.student, name="student"),
    path("classes/<int:pk>/children/<uuid:uuid>/rename/", students.rename_student, name="student-rename"),
    path("classes/<int:pk>/children/<uuid:uuid>/move/", students.move_student, name="student-move"),
    path("classes/<int:pk>/children/<uuid:uuid>/remove/", students.remove_student, name="student-remove"),
    path("classes/<int:pk>/children/<uuid:uuid>/readmit/", students.readmit_student, name="student-readmit"),
    path("classes/<int:pk>/children/<uuid:uuid>/new-key/", students.new_key, name="student-new-key"),
]
_worksheets = [
    path("worksheets/", worksheets.worksheets, name="worksheets"),
    path("worksheets/new/", worksheet_editor.new_worksheet, name="worksheet-new"),
    path("worksheets/<int:pk>/", worksheets.worksheet, name="worksheet"),
    path("worksheets/<int:pk>/edit/", worksheet_editor.edit_worksheet, name="worksheet-edit"),
    path("worksheets/<int:pk>/preview/", worksheets.as_children_see, name="worksheet-preview"),
    path("worksheets/<int:pk>/publish/", worksheets.publish, name="worksheet-publish"),
    path("worksheets/<int:pk>/duplicate/", worksheets.duplicate, name="worksheet-duplicate"),
    path("worksheets/<int:pk>/new-version/", worksheets.new_version, name="worksheet-new-version"),
    path("worksheets/<int:pk>/archive/", worksheets.archive, name="worksheet-archive"),
    path("worksheets/<int:pk>/unarchive/", worksheets.unarchive, name="worksheet-unarchive"),
    path("worksheets/<int:pk>/delete/", worksheets.delete_draft, name="worksheet-delete"),
    path("questions/<int:pk>/key/", worksheets.question_key, name="question-key"),
]

urlpatterns = [*_accounts, *_second_step, *_school, *_classes, *_students, *_worksheets]
