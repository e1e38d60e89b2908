"""JSON doors (Django REST framework)."""
