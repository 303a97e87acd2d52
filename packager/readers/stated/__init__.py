"""Reads what sources state in fields: sidecars, front matter, exports; their dates."""
