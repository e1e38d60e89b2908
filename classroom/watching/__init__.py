"""Watching the site run: figures, what they mean, who is told. docs/adr/0041-one-look-many-windows.md."""
