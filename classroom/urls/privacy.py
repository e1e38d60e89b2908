"""What a school opens to see and decide what is kept of children, and what leaves the house."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import consent, deeds, record, step_up, training_ink

urlpatterns: list[URLPattern] = [
    path("accounts/confirm/", step_up.confirm, name="account_reauthenticate"),
    path("classes/<int:pk>/consent/", consent.class_consent, name="class-consent"),
    path("classes/<int:pk>/consent/form/", consent.consent_form, name="class-consent-form"),
    path("school/training-ink/", training_ink.training_ink, name="training-ink"),
    path("school/training-ink/export/", training_ink.export, name="school-training-ink-export"),
    path("school/children/", record.children, name="children-of-school"),
    path("school/deeds/", deeds.deeds, name="deeds"),
    path("children/<uuid:uuid>/record/", record.record, name="child-record"),
    path("children/<uuid:uuid>/record/download/", record.download, name="child-download"),
    path("children/<uuid:uuid>/consent/", consent.child_consent, name="child-consent"),
    path("children/<uuid:uuid>/erase/", record.erase, name="child-erase"),
]
