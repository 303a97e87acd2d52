"""Bytes -> the canonical article. `article` is the way in; a child imports it, the parent only `version`."""
