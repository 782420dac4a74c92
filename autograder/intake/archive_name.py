"""What an archive is called, and what that says it is of."""

from __future__ import annotations

ZIP = ".zip"
ENDINGS = (ZIP, ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tar", ".rar", ".7z")
"""Only the first is unpacked; the others are known, so that nobody's work is passed over in silence."""


def stem(name: str) -> str | None:
    """An archive's name without its ending; None for the name of another file."""
    return next((name[: -len(end)] for end in ENDINGS if name.lower().endswith(end)), None) or None
