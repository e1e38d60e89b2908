"""Backups: what is in one, how it is made while children write, how it comes back."""
