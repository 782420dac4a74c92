"""The one way in which a submission is turned away."""

from __future__ import annotations


class Refused(Exception):
    """The submission cannot be read. The text is for the student: the rule, what was received, one thing to try."""
