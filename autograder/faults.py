"""The errors a person sees, parted by whose fault they are.

A student's fault is never an exception here: it is a verdict (see ``autograder.verdicts``).
"""


class Fault(Exception):
    """An error with a sentence for a person: the rule, what was received, one thing to try."""


class UsageFault(Fault):
    """The command was given something it cannot use. The program exits with code 2; nothing was changed."""


class AuthorFault(Fault):
    """A lesson or exercise breaks a rule of the course; its author must mend it before release."""


class MachineFault(Fault):
    """The machine or the sandbox failed: no grade is written and the work may be tried again."""
