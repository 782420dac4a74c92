"""What a fork and all its children use, read from outside, where they cannot lie about it."""

from __future__ import annotations

import os

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class UsageMeter:
    """Looks at the process ``pid`` (the host's number) and its descendants through /proc.

    In a PID namespace nobody can leave this tree: orphans become children of its first process. Elsewhere they fall to
    the process above, so the tree is looked at from there: ``above``. What has ended meanwhile counts as nothing; no
    method raises for it.
    """

    def __init__(self, pid: int, above: bool = False) -> None:
        self.pid = pid
        self.root = _parent(pid) if above else pid

    def cpu(self) -> float:
        """CPU-seconds that the tree has used, with the children that it has waited for."""
        return sum(self._ticks(pid) for pid in self.tree()) / _TICKS

    def memory(self, enough: int) -> int:
        """Bytes resident in the tree. Above ``enough``, shared pages are parted among those that share them.

        Each page of a fork that it has not written to is shared with the fork server, so plain resident sizes of
        many children count TensorFlow many times; but parting takes the kernel milliseconds.
        """
        pids = self.tree()
        resident = sum(self._resident(pid) for pid in pids)
        return resident if resident <= enough else sum(self._parted(pid) for pid in pids)

    def starved(self) -> float:
        """Seconds in which the first thread could have run but had no processor: the machine's load, not its own."""
        fields = _read(f"/proc/{self.pid}/schedstat").split()
        return int(fields[1]) / 1e9 if len(fields) == 3 else 0.0

    def waiting(self) -> float:
        """Seconds in which threads of the tree could have run but had no processor, all threads added up."""
        found = 0
        for pid in self.tree():
            for thread in _names(f"/proc/{pid}/task"):
                fields = _read(f"/proc/{pid}/task/{thread}/schedstat").split()
                found += int(fields[1]) if len(fields) == 3 else 0
        return found / 1e9

    def tree(self) -> list[int]:
        """The process and all its descendants."""
        found = [self.root]
        for pid in found:
            for thread in _names(f"/proc/{pid}/task"):
                found.extend(int(child) for child in _read(f"/proc/{pid}/task/{thread}/children").split())
        return found

    def _ticks(self, pid: int) -> int:
        # The second field is a name that may hold spaces and brackets; the rest follows its last bracket.
        fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
        return sum(int(n) for n in fields[11:15]) if fields else 0

    def _resident(self, pid: int) -> int:
        fields = _read(f"/proc/{pid}/statm").split()
        return int(fields[1]) * _PAGE if fields else 0

    def _parted(self, pid: int) -> int:
        for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
        return self._resident(pid)


def _parent(pid: int) -> int:
    fields = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return int(fields[1]) if fields else pid


def _read(path: str) -> str:
    try:
        with open(path, errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _names(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except OSError:
        return []
