"""A mount namespace of its own, in which a test makes a disk small or a folder read-only. Only root can have one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from types import TracebackType


class MountSpace:
    """A context manager. Programs run inside with ``before`` in front of their words."""

    def __enter__(self) -> MountSpace:
        line = ["unshare", "--mount", "--propagation", "private", "sh", "-c", "echo ready; exec sleep 3600"]
        self._holder = subprocess.Popen(line, stdout=subprocess.PIPE)
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._holder.kill()
        self._holder.wait()

    @property
    def before(self) -> list[str]:
        """The words to put before a command."""
        return ["nsenter", "--mount", "--target", str(self._holder.pid), "--"]

    def mount(self, *words: str | Path) -> None:
        """Run mount(8) inside."""
        subprocess.run([*self.before, "mount", *map(str, words)], check=True)

    def read_only(self, path: Path) -> None:
        """Nothing inside can write to ``path``, root neither."""
        self.mount("--bind", path, path)
        self.mount("-o", "remount,bind,ro", path)

    def fetch(self, path: Path, to: Path) -> None:
        """Copy the folder ``path`` as it is inside; ``to`` is outside."""
        # Not to be opened in place: SQLite would follow /proc's link, which leads back outside.
        shutil.copytree(f"/proc/{self._holder.pid}/root{path}", to)
