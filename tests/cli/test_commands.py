"""The console command: what it prints, its exit codes, and one clear sentence for each wrong use."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import AUTOGRADER

RIGHT = """
class ScaleShift(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.shift = self.add_weight(shape=(shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
"""
ANSWERS = {
    "right.py": RIGHT,
    "shift_first.py": RIGHT.replace("self.scale * inputs + self.shift", "self.scale * (inputs + self.shift)"),
    "no_python.py": "class ScaleShift(:",
    "stub.py": "class ScaleShift(keras.layers.Layer):\n    def call(self, x):\n        raise NotImplementedError()\n",
    "exits.py": "import os\nos._exit(0)\n",
    "bom.py": "\ufeff" + RIGHT,
}


def run(root, *words, **more):
    return subprocess.run([AUTOGRADER, *words], cwd=root, capture_output=True, text=True, check=False, **more)


@pytest.fixture(scope="module")
def judged(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers")
    for name, text in ANSWERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = run(root, "judge", "03_weights/ScaleShift", *(str(folder / name) for name in ANSWERS), "--json")
    assert done.returncode == 0, done.stderr
    return {Path(row["file"]).name: row for row in json.loads(done.stdout)}


@pytest.mark.parametrize(
    ("name", "verdict", "points", "rung", "sentence"),
    [
        ("right.py", "right", 4, None, ""),
        ("bom.py", "right", 4, None, ""),
        ("shift_first.py", "mistaken", 2, "values", "Here the shift comes first"),
        ("no_python.py", "mistaken", 0, "builds", "is not defined"),
        ("stub.py", "mistaken", 0, "builds", "has not been written yet"),
        ("exits.py", "mistaken", 0, "builds", "ended the Python process"),
    ],
)
def test_bare_answers_are_judged_one_row_a_file(judged, name, verdict, points, rung, sentence):
    row = judged[name]
    assert (verdict, points, 4, rung) == (row["verdict"], row["points"], row["max_points"], row["rung"])
    assert sentence in row["advice"]
    assert row["exercise"] == "ScaleShift"


def test_the_list_names_each_exercise_with_its_numbers(root):
    rows = json.loads(run(root, "list", "--json").stdout)
    assert {"ScaleShift", "RunningMean", "PenalisedScale", "tracking_report", "fix_1", "fix_2", "fix_3", "fix_4"} == {
        row["exercise"] for row in rows if row["lesson"] == "03_weights"
    }
    assert ("08_residual_block", "BasicBlock") in {(row["lesson"], row["exercise"]) for row in rows}
    for row in rows:
        assert {"lesson", "exercise", "points", "minutes", "hints", "wrong", "right"} <= set(row)
        assert (3, True, True) == (row["hints"], row["wrong"] >= 6, row["right"] >= 3)
    assert "tracking_report" in run(root, "list").stdout


WRONG_USES = [
    (("judge", "03_weights/ScaleShft", "answer.py"), "ScaleShift"),
    (("judge", "ScaleShift", "answer.py"), "LESSON/Name"),
    (("judge", "77_none/ScaleShift", "answer.py"), "03_weights"),
    (("judge", "03_weights/ScaleShift", "missing.py"), "missing.py"),
    (("judge", "03_weights/ScaleShift", "a[/b]\udcff\x1b[31m.py"), r"a[/b]\udcff\x1b[31m.py"),
    (("build", "77_none"), "03_weights"),
    (("verify", "77_none"), "03_weights"),
    (("grade", "no_such_folder"), "no_such_folder"),
    (("grade", "tests/submissions", "--lesson", "77_none"), "03_weights"),
    (("grade", "tests/submissions", "--student", "nobody"), "nobody"),
    (("grade", "README.md"), "README.md"),
    (("list", "--course", "autograder/cli"), ""),
]


@pytest.mark.parametrize(("words", "named"), WRONG_USES, ids=[ascii(" ".join(words)) for words, _ in WRONG_USES])
def test_a_wrong_use_gets_one_sentence_and_exit_code_2(root, tmp_path, words, named):
    if "answer.py" in words:
        (tmp_path / "answer.py").write_text(RIGHT, encoding="utf-8")
        words = tuple(str(tmp_path / "answer.py") if word == "answer.py" else word for word in words)
    if "--course" in words:
        words = ("list", "--course", str(tmp_path))
    done = run(root, *words)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("autograder: ")
    assert named in done.stderr


def test_an_answer_that_is_too_large_or_no_text_is_refused(root, tmp_path):
    (tmp_path / "large.py").write_text("#" * 1_000_001)
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe\x00")
    for name, sentence in (("large.py", "at most 1,000,000 bytes"), ("bytes.py", "UTF-8")):
        done = run(root, "judge", "03_weights/ScaleShift", str(tmp_path / name))
        assert (2, True) == (done.returncode, sentence in done.stderr)


def test_without_bubblewrap_nothing_is_graded_and_the_mend_is_named(root, tmp_path):
    """The command's own folder is put in front of PATH, so only the system's programs are hidden."""
    done = run(
        root, "grade", "tests/submissions", "--out", str(tmp_path), env={"PATH": str(tmp_path), "HOME": str(tmp_path)}
    )
    assert done.returncode == 2
    assert "apt-get install bubblewrap" in done.stderr
    assert not list(tmp_path.glob("verdicts/*/*.json"))


def test_a_seed_asks_the_same_questions_again(root, tmp_path):
    """Under a seed of one's own the verdict is reached without the course's secret, and says the same twice."""
    path = tmp_path / "answer.py"
    path.write_text(ANSWERS["shift_first.py"], encoding="utf-8")
    words = ("judge", "03_weights/ScaleShift", str(path), "--json", "--seed", "5a" * 32)
    first, second = run(root, *words), run(root, *words)
    assert (0, "values") == (first.returncode, json.loads(first.stdout)[0]["rung"])
    assert first.stdout == second.stdout


def test_a_seed_that_is_none_is_refused(root, tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(RIGHT, encoding="utf-8")
    for seed in ("5a", "zz" * 32):
        done = run(root, "judge", "03_weights/ScaleShift", str(path), "--seed", seed)
        assert 2 == done.returncode
        assert "--seed takes the 64 hexadecimal digits that a stored verdict holds" in done.stderr
