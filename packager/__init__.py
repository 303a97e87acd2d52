"""Turns collected articles into volumes, offline, with every word, picture and caption accounted for."""

__version__ = "0.1.0"
