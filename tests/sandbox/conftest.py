"""A sandbox without TensorFlow."""

from __future__ import annotations

import os

import pytest

from autograder.sandbox.sandbox import Sandbox
from tests.support.sandboxed_code import CANARY, LIGHT


@pytest.fixture(scope="module")
def sandbox():
    """A sandbox without TensorFlow, started with a canary in the environment of its trusted side."""
    os.environ["AUTOGRADER_CANARY"] = CANARY
    try:
        with Sandbox(preload=LIGHT) as sandbox:
            yield sandbox
    finally:
        del os.environ["AUTOGRADER_CANARY"]
