"""Inputs that mean harm or are broken, each with the outcome it has to have, and what judges the outcomes."""
