"""Where archives are unpacked: a temporary folder of our own, outside the course, gone when the grading is over."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from autograder.faults import MachineFault, UsageFault
from autograder.intake.archive import STUDENT, unpack
from autograder.intake.archive_name import ZIP
from autograder.intake.class_archive import unpack_class
from autograder.intake.plain_file import open_folder, open_plain_file
from autograder.intake.refusal import Refused, printable


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Where the students' folders lie, and by student why a part of the class's archive was refused."""

    folder: Path
    refused: Mapping[str, str] = field(default_factory=dict)


class UnpackFolder:
    """Unpacks archives, each into a folder of its own. Nobody else may read them. A context manager, for one thread."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0

    def __enter__(self) -> UnpackFolder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Remove all that was unpacked. May be called again."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def of_student(self, folder: Path, name: str) -> Path:
        """The folder that holds what the archive ``name`` of ``folder`` held.

        Neither may be a link. Raises Refused, and MachineFault when there is no room.
        """
        if not name.lower().endswith(ZIP):
            raise Refused(
                f"An archive is a zip file. {printable(name)} is of another kind. Hand in a folder or a zip file."
            )
        try:
            with open_folder(folder) as handle, open_plain_file(handle, name) as file:
                return self._unpacked(lambda into: unpack(file, name, into, STUDENT))
        except OSError:
            raise Refused(
                f"An archive is a plain file that can be read. {printable(name)} is a folder, link, device or hard link, or "
                f"closed. Hand in the file itself."
            ) from None

    def of_class(self, path: Path, lessons: Collection[str]) -> HandedIn:
        """What the archive ``path`` of a whole class held. Raises UsageFault and MachineFault."""
        try:
            with path.open("rb") as file:
                refused: dict[str, str] = {}
                folder = self._unpacked(lambda into: refused.update(unpack_class(file, path.name, into, lessons)))
        except OSError as error:
            raise UsageFault(f"A class is a folder or a zip file. {path} cannot be read: {error.strerror}.") from None
        except Refused as refusal:
            raise UsageFault(f"{refusal} Or unpack it by hand, and name the folder in its place.") from None
        return HandedIn(folder, refused)

    def _unpacked(self, write: Callable[[Path], None]) -> Path:
        """A new folder, filled by ``write``; gone again where that raises."""
        try:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="autograder-handed-in-", ignore_cleanup_errors=True)
            self._number += 1
            into = Path(self._folder.name, str(self._number))
            into.mkdir(mode=0o700)
        except OSError as error:
            raise MachineFault(
                f"Archives are unpacked into a temporary folder. None could be made: {error.strerror}. Set TMPDIR to "
                f"one that can be written."
            ) from None
        try:
            write(into)
        except BaseException:
            shutil.rmtree(into, ignore_errors=True)
            raise
        return into
