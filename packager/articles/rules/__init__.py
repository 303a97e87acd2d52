"""Rules for single sites: where a page of theirs holds its title, body, captions and so on (docs/rules.md).

`load` reads folders of rules; `Rules.for_address` gives the rule for a page, `Rule.prepare` its text with the rule's
replacements, `Rule.apply` what the rule finds on its tree.
"""

from __future__ import annotations

from packager.articles.rules.application import Applied
from packager.articles.rules.folders import Rules, load, site_of, site_rules
from packager.articles.rules.parse import Problem
from packager.articles.rules.rule import Rule

__all__ = ["Applied", "Problem", "Rule", "Rules", "load", "site_of", "site_rules"]
