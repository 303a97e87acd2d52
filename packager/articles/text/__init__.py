"""Bytes and characters: decoding, cleaning, and which language a text is in."""
