"""One file per network: what it is made of and how it was trained."""
