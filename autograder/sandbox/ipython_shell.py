"""IPython in a fork: a notebook's language, without files, history, threads or a terminal."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, TextIO

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.formatters import DisplayFormatter
from IPython.utils.text import LSString, SList
from traitlets import Type
from traitlets.config import Config

from autograder.compat import shell_class
from autograder.sandbox.displayed_outputs import Outputs

_Shell: Any = shell_class()
_CHUNK = 1 << 16

NO_PROGRAMS = "[Other programs cannot be started while this notebook is graded: the line was passed over.]\n"
NOT_STARTED = 126
"""What a shell says of a command that it may not start."""


class Formatter(DisplayFormatter):
    """Renders nothing when nobody looks: a picture costs a tenth of a second."""

    def format(self, obj: Any, include: Any = None, exclude: Any = None) -> Any:
        return super().format(obj, include, exclude) if self.parent.showing else ({}, {})


class Publisher(DisplayPublisher):
    """Puts display() into the cell's outputs."""

    def publish(self, data: Any, metadata: Any = None, *args: Any, **rest: Any) -> None:
        if self.shell.outputs is not None and not rest.get("update"):
            self.shell.outputs.add({"output_type": "display_data", "data": data, "metadata": metadata or {}})

    def clear_output(self, wait: bool = False) -> None:
        """Keep what was shown: a graded notebook should tell everything."""


class Hook(DisplayHook):
    """Puts the value of a cell's last expression into its outputs."""

    def write_output_prompt(self) -> None:
        """No prompt: the notebook has its own."""

    def start_displayhook(self) -> None:
        """Nothing is written to stdout, so there is nothing to begin and to finish."""

    def finish_displayhook(self) -> None:
        """As there."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        if self.shell.outputs is not None:
            count = self.prompt_count
            result = {"output_type": "execute_result", "execution_count": count, "data": format_dict}
            self.shell.outputs.add({**result, "metadata": md_dict or {}})


class Shell(_Shell):
    """An InteractiveShell whose outputs go to ``outputs`` (None: nowhere). Made once, before the fork."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)

    def __init__(self, **kwargs: Any) -> None:
        self.outputs: Outputs | None = None
        config = Config()
        config.HistoryManager.enabled = False  # no SQLite, no thread
        config.HistoryManager.hist_file = ":memory:"
        config.InteractiveShell.colors = "nocolor"
        super().__init__(config=config, **kwargs)

    @property
    def showing(self) -> bool:
        """True when someone will see what the running cell displays."""
        return self.outputs is not None and self.outputs.keep

    def init_ipython_dir(self, ipython_dir: Any) -> None:
        """None is made."""

    def init_profile_dir(self, profile_dir: Any) -> None:
        """None is made."""

    def init_display_formatter(self) -> None:
        self.display_formatter = Formatter(parent=self)
        self.configurables.append(self.display_formatter)

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window system to start."""

    def ask_exit(self) -> None:
        """exit() in a cell ends a kernel, not a submission."""

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        # Reading the sources around each frame costs tens of milliseconds.
        if self.showing:
            super().showtraceback(*args, **kwargs)

    def show_error(self, kind: type[BaseException], error: BaseException, lines: list[str]) -> None:
        if self.outputs is not None:
            named = {"ename": plain(kind.__name__), "evalue": plain(error)}
            self.outputs.add({"output_type": "error", **named, "traceback": [plain(line) for line in lines]})

    def system(self, cmd: str) -> None:
        """Run a shell command (``!ls``) without a terminal, its output in the cell's.

        Where the sandbox lets no program start the cell goes on, as it would after a command that failed.
        """
        try:
            process = subprocess.Popen(
                self.var_expand(cmd, depth=1),
                shell=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
        except PermissionError:
            self._passed_over()
            return
        with process:
            assert process.stdout is not None
            while text := process.stdout.read(_CHUNK):
                sys.stdout.write(text)
        self.user_ns["_exit_code"] = process.returncode

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """The lines that a shell command prints (``files = !ls``); none where no program may start."""
        try:
            return super().getoutput(cmd, split=split, depth=depth + 1)
        except PermissionError:
            self._passed_over()
            return SList() if split else LSString()

    def _passed_over(self) -> None:
        sys.stdout.write(NO_PROGRAMS)
        self.user_ns["_exit_code"] = NOT_STARTED


def no_input(prompt: object = "", stream: TextIO | None = None) -> str:
    """Stands in for input() and getpass(): nobody is there to type. Raises what Jupyter raises then."""
    raise StdinNotImplementedError("input() was called, but nobody is there to type while a notebook is graded.")


def plain(value: object, longest: int = 10_000) -> str:
    """``value`` as an exact, cut, valid Unicode string, whatever its own ``__str__`` does. Never raises."""
    try:
        return str.encode(str(value)[:longest], "utf-8", "replace").decode()
    except Exception:
        return ""
