"""Django's PostgreSQL, with what is written last going with the COMMIT."""
