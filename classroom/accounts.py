"""How a teacher gets an account: the first by a printed link, others by invitation or sign-up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class SchoolAccounts(DefaultAccountAdapter):
    """allauth's adapter; sign-up rules are written here."""
