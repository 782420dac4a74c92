"""What the system says when results cannot be written, as a sentence with one thing to try."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.faults import MachineFault

FULL = "Free some space"
FORBIDDEN = "Allow writing there"
OTHER = "Mend that"


@contextmanager
def write_errors_as_faults(out: Path) -> Iterator[None]:
    """Turn each OSError inside into a MachineFault that names what was refused; results are written below ``out``."""
    try:
        yield
    except BrokenPipeError:  # nobody reads what is printed any more
        raise
    except OSError as error:
        where = error.filename or out
        raise MachineFault(
            f"Results are written to {out}. The system refused: {error.strerror or error}, at {where}. "
            f"{_mend(error)}, and run the same command again; what has been judged is kept."
        ) from None


def _mend(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return FULL
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return FORBIDDEN
    return OTHER
