"""The release edition, made by nbgrader itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.faults import AuthorFault
from tests.support.miniature_editions import NAME, RELEASE, bytes_in, cells, editions_of


def test_the_release_holds_stubs(built_once):
    """Claim: nbgrader put its stub in place of each solution."""
    source = next(c.source for c in cells(built_once, RELEASE) if c.id == "double")
    assert "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()" == source


def test_generate_assignment_in_the_course_gives_the_same_release(built, root):
    """Claim: pressing Generate (with our nbgrader_config.py) gives what build gave, checks/ included."""
    shutil.copy(root / "nbgrader_config.py", built)
    before = bytes_in(built / "release")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", NAME, "--force"]
    done = subprocess.run(command, cwd=built, capture_output=True, text=True, env=_env(root, built))
    assert (0, "") == (done.returncode, "".join(line for line in done.stderr.splitlines() if "ERROR" in line))
    assert before == bytes_in(built / "release")
    assert (built / "release" / NAME / "checks" / "lesson.json").exists()


def test_our_configuration_changes_only_what_it_says(root):
    """Claim: our steps stand where they must, and all other steps of nbgrader's are kept in order."""
    from nbgrader.converters import Autograde
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    # ClearMetadataPreprocessor is disabled in nbgrader unless somebody asks for it.
    stock = [
        p.__name__
        for p in Autograde.autograde_preprocessors.default_args[0]
        if p.__name__ != "ClearMetadataPreprocessor"
    ]
    ours = [step.rsplit(".", 1)[1] for step in config.Autograde.autograde_preprocessors]
    assert stock == ["Execute" if step == "Judge" else step for step in ours if step != "Remark"]
    assert ours.index("Remark") == ours.index("SaveAutoGrades") + 1
    sanitise = config.Autograde.sanitize_preprocessors
    assert [*sanitise[1:]] == Autograde.sanitize_preprocessors.default_args[0]
    assert ("autograder.nbgrader_plugin.preprocessors.Transplant", str(root)) == (
        sanitise[0],
        config.CourseDirectory.root,
    )


def test_nbgraders_refusal_is_reported(mini, tmp_path):
    """Claim: when nbgrader cannot generate, its reason arrives in one sentence."""
    from autograder.editions.release_edition import write_release

    source = editions_of(mini, tmp_path) / "source" / NAME
    path = source / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace("### END SOLUTION", "### END"))
    with pytest.raises(AuthorFault, match=rf"generate lesson {NAME}. It refused: .*no end solution statement found"):
        write_release(source, tmp_path / "out")


def _env(root, home):
    """The test's own home, so that nobody's nbgrader configuration takes part."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {
        "PATH": path,
        "PYTHONPATH": str(root),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
    }
