"""A learner who has fetched one small lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.learner import Learner


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    """In a folder and with a store of their own; nothing has been opened."""
    return Learner(tmp_path, monkeypatch)
