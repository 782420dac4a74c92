"""The two options by which a person accepts less than the whole sandbox, and what they come to on this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.faults import MachineFault, UsageFault

if TYPE_CHECKING:
    from autograder.sandbox.process_locks import Level

AcceptLimited = Annotated[
    bool, typer.Option("--accept-limited", help="Go on where only Landlock and seccomp work; see autograder doctor")
]
Trust = Annotated[
    bool, typer.Option("--i-trust-this-code", help="Go on without a sandbox: only for code that is your own")
]


def require_linux() -> None:
    """Raise UsageFault on another system: not even an open sandbox, whose parts are Linux's, starts there."""
    if sys.platform != "linux":
        raise UsageFault(
            f"The sandbox that runs submissions needs Linux. Received {sys.platform}. Use a container, a virtual machine or "
            f"WSL 2; check() in the notebook works everywhere."
        )


def choose_level(accept_limited: bool = False, trust: bool = False) -> Level:
    """The level at which to run submissions.

    Raises UsageFault where the system is not Linux, and MachineFault, with the mend, where the sandbox does not work
    and nothing less was accepted.
    """
    require_linux()
    if trust:
        return "unprotected"
    from autograder.sandbox.doctor import strongest

    if accept_limited:
        return strongest("protected", "limited")
    try:
        return strongest("protected")
    except MachineFault as fault:
        raise MachineFault(
            f"{fault}\nOther people's submissions are graded in the whole sandbox. `autograder doctor` tries each lock; "
            f"--accept-limited goes on with Landlock and seccomp alone."
        ) from None
