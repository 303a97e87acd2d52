"""Reads texts: dumps, Markdown, and what is made of texts that stand in fields."""
