"""What ``make lab`` lays out, and what it leaves alone. No browser is needed here."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.student import lab


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with two released lessons, a hidden folder in one of them, and a folder that is no lesson."""
    for name in ("04_next", "03_weights"):
        (tmp_path / "release" / name / "checks").mkdir(parents=True)
        (tmp_path / "release" / name / f"{name}.ipynb").write_text("{}")
        (tmp_path / "release" / name / "checks" / "lesson.json").write_text("[]")
    (tmp_path / "release" / "04_next" / ".ipynb_checkpoints").mkdir()
    (tmp_path / "release" / "04_next" / ".ipynb_checkpoints" / "04_next-checkpoint.ipynb").write_text("{}")
    (tmp_path / "release" / "pictures").mkdir()
    return tmp_path


def test_the_desk_holds_every_released_lesson_in_order(course: Path) -> None:
    """Notebooks and checks are copied; an editor's own folders are not."""
    assert lab.copy_release(course) == (["03_weights", "04_next"], "")
    copied = sorted(p.relative_to(course / "work").as_posix() for p in (course / "work").glob("0*/**/*") if p.is_file())
    assert copied == [
        *("03_weights/03_weights.ipynb", "03_weights/checks/lesson.json"),
        *("04_next/04_next.ipynb", "04_next/checks/lesson.json"),
    ]


def test_what_a_learner_wrote_is_never_overwritten_and_one_sentence_says_so(course: Path) -> None:
    """Equal files are not worth a word."""
    lab.copy_release(course)
    mine = course / "work" / "03_weights" / "03_weights.ipynb"
    mine.write_text('{"mine": 1}')
    _, note = lab.copy_release(course)
    assert mine.read_text() == '{"mine": 1}'
    assert note == (
        "Your own work stays as it is: 03_weights/03_weights.ipynb in work/ differs from what was released; to begin "
        "afresh, move it away and start again."
    )


def test_many_kept_files_are_counted() -> None:
    """Three by name, the rest by number."""
    assert "a, b, c and 2 more in work/ differ from" in lab.describe_kept(["a", "b", "c", "d", "e"])


def test_the_course_is_found_upwards(course: Path) -> None:
    """From lessons/ or from work/ itself."""
    (course / "work" / "03_weights").mkdir(parents=True)
    assert lab.course_above(course / "work" / "03_weights") == course


def test_no_release_is_reported_in_one_sentence_with_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is made."""
    assert lab.main([f"--course={tmp_path}"]) == 2
    assert capsys.readouterr().err == (
        f'autograder: The lessons to open lie in release/. "{tmp_path.name}" has none there. Run make build, or name the '
        "course's folder with --course.\n"
    )
    assert not (tmp_path / "work").exists()


def test_a_desk_that_cannot_be_written_is_reported_in_one_sentence(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here a file stands where the folder should."""
    (course / "work").write_text("")
    assert lab.main([f"--course={course}"]) == 2
    assert (
        "autograder: The lessons are copied into work/ to be worked on. It cannot be written" in capsys.readouterr().err
    )


def test_no_jupyterlab_is_reported_in_one_sentence(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A student's own environment may have another front end."""
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    assert lab.main([f"--course={course}"]) == 2
    assert "make lab opens JupyterLab. This Python has none." in capsys.readouterr().err


def test_port_browser_and_further_arguments_reach_jupyterlab(course: Path) -> None:
    """As does the first lesson's address."""
    command, environment = lab.lab_command(course / "work", "03_weights", True, 8901, ["--debug"])
    assert command[-1] == "--debug"
    assert {"--no-browser", "--port=8901", "--LabApp.default_url=/lab/tree/03_weights/03_weights.ipynb"} < set(command)
    assert environment["JUPYTER_CONFIG_PATH"].startswith(str(course / "work" / ".desk"))
