"""Lets `python -m packager` run the command."""

from packager.cli import main

main()
