"""One member of a stranger's zip archive: what it is called, and whether it may be unpacked at all."""

from __future__ import annotations

import re
import stat
import zipfile
from pathlib import PurePosixPath

from autograder.intake.refusal import Refused, printable

MOST_DEPTH = 16
MOST_NAME = 512
MOST_PART = 255
"""Bytes of a name in all, and of a part of it: below what every file system takes, wherever the folder lies."""

JUNK_FOLDERS = frozenset({"__MACOSX"})
JUNK_FILES = frozenset({".DS_Store", "Thumbs.db"})

_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ENCRYPTED = 0x1 | 0x40 | 0x2000
"""Flags for a password, strong encryption, and a hidden table of contents."""
_PATCH = 0x20
_REPARSE = 0x400
"""What Windows calls a link, among the attributes of MS-DOS."""


def is_junk(name: str) -> bool:
    """True for what file managers leave in archives without being asked."""
    parts = [part for part in name.split("/") if part]
    return any(part in JUNK_FOLDERS for part in parts) or (bool(parts) and parts[-1] in JUNK_FILES)


def check_member(member: zipfile.ZipInfo, archive: str) -> PurePosixPath:
    """Where ``member`` belongs, relative to the archive's root. Raises Refused; ``archive`` is what it is called."""
    name = member.orig_filename  # zipfile's own ``filename`` has been cut at a NUL
    here = f"{printable(name)} in {printable(archive)}"
    path = _path(name, here)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or member.external_attr & _REPARSE:
        raise Refused(f"An archive holds plain files and folders. {here} is a link or a device. Pack the file itself.")
    if member.flag_bits & _ENCRYPTED:
        raise Refused(f"An archive can be opened by everybody. {here} is encrypted. Pack it without a password.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or member.flag_bits & _PATCH:
        raise Refused(
            f"The files of an archive are deflated, or stored. {here} is packed in another way (method "
            f"{member.compress_type}). Pack the folder with your system's own tool."
        )
    if (kind == stat.S_IFDIR) > name.endswith("/") or (name.endswith("/") and member.file_size):
        raise Refused(
            f"A folder of an archive ends in a slash and has no bytes. {here} does not. Pack the folder again."
        )
    return path


def _path(name: str, here: str) -> PurePosixPath:
    if _CONTROL.search(name):
        raise Refused(
            f"Names in an archive are text of one line. {here} has a control character (such as NUL). Rename that file."
        )
    if "\\" in name or _DRIVE.match(name):
        raise Refused(
            f"Names in an archive are parted by slashes, and begin at its root. {here} has a backslash or a drive letter. "
            f"Pack the folder with your system's own tool."
        )
    if name.startswith("/"):
        raise Refused(f"Names in an archive begin at its root. {here} is absolute. Pack the folder itself.")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise Refused(f'Names in an archive stay inside it. {here} leads out of it by "..". Pack the folder itself.')
    if not parts:
        raise Refused(f"Each file of an archive has a name. {here} has none. Pack the folder again.")
    if len(parts) > MOST_DEPTH:
        raise Refused(f"Folders may nest {MOST_DEPTH} deep in an archive. {here} lies deeper. Leave it out.")
    if len(name.encode()) > MOST_NAME or max(len(part.encode()) for part in parts) > MOST_PART:
        raise Refused(
            f"A name in an archive may have {MOST_PART} bytes, and {MOST_NAME} with its folders. {here} has more. Rename it."
        )
    return PurePosixPath(*parts)
