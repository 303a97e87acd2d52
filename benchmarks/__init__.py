"""Repeatable measurements and the pictures of the samples; no part of the product."""
