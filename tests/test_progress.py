"""Bars on a terminal; a pipe sees nothing (tests/test_cli.py shows it with the command)."""

import io
import sys

from packager.progress import Bars, Quiet, watching


def test_a_pipe_gets_a_quiet_watch(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with watching() as watch:
        watch.begin("Reading", 2)
        watch.advance()
    assert type(watch) is Quiet
    assert sys.stderr.getvalue() == ""


def test_a_terminal_gets_a_bar_for_each_stage(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with watching() as watch:
        assert type(watch) is Bars
        watch.advance()  # before any stage: nothing to draw
        watch.begin("Reading", 2)
        watch.advance(2)
        watch.begin("Binding", 3)
        watch.advance()
    drawn = sys.stderr.getvalue()
    assert "Reading" in drawn
    assert "2/2" in drawn
    assert "1/3" in drawn
