"""Makes findings: the table `findings.toml` says how much a code matters and what to do about it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from packager.model import Finding, Severity


@cache
def table() -> dict[str, dict[str, Any]]:
    """Finding code -> {"severity", "hint"}, as `findings.toml` states them."""
    return tomllib.loads(resources.files("packager").joinpath("findings.toml").read_text(encoding="utf-8"))


def finding(code: str, where: str, message: str) -> Finding:
    """A finding of a known code; KeyError for a code that the table does not hold."""
    kind = table()[code]
    return Finding(code, Severity(kind["severity"]), where, message, kind["hint"])
