"""The package as a set-up cell imports it, and as the sandbox does."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from tests.support.learner import Learner


def test_importing_the_package_fetches_nothing_and_sets_two_defaults() -> None:
    """Naming a word fetches it; TensorFlow, Keras, Matplotlib and NumPy wait until they are used."""
    code = (
        "import os, sys; import autograder; heavy = {'tensorflow', 'keras', 'matplotlib', 'numpy', 'sqlite3'} & set(sys.modules); "
        "from autograder import check, figure, hint, open_lesson, predict, progress, quiz, reveal, solution; "
        "slow = {'tensorflow', 'keras', 'matplotlib', 'autograder.course'} & set(sys.modules); "
        "print(heavy, slow, os.environ['TF_CPP_MIN_LOG_LEVEL'], os.environ['TF_ENABLE_ONEDNN_OPTS'])"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TF_")} | {"TF_ENABLE_ONEDNN_OPTS": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == ["set()", "set()", "3", "1"]


def test_the_package_lists_its_words_and_knows_no_others() -> None:
    """dir() helps the Tab key; a wrong name fails as in any module."""
    import autograder

    assert set(autograder.__all__) <= set(dir(autograder))
    with pytest.raises(AttributeError, match="module 'autograder' has no attribute 'chek'"):
        autograder.chek  # noqa: B018


def test_every_word_is_silent_in_the_sandbox(learner: Learner, monkeypatch: Any, capsys: Any) -> None:
    """Whatever they are given, right or wrong, they return None, say nothing and write nothing."""
    import autograder

    monkeypatch.setenv("AUTOGRADER_SANDBOX", "1")
    for name in autograder.__all__:
        assert getattr(autograder, name)("no such thing", object()) is None
    assert capsys.readouterr().out == ""
    assert not learner.state.exists()
