"""Submissions in folders and archives: the same verdicts, however they were packed, and nobody's fault is another's."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.course.course import Course
from autograder.faults import UsageFault
from autograder.grading import verdict_files
from autograder.grading.batch import Grader
from autograder.grading.graded_batch import Batch
from autograder.intake.submissions import class_folder
from autograder.intake.unpack_folder import UnpackFolder
from tests.support.corpus import digest
from tests.support.grading_course import LESSON, HereSandbox, answer, hand_in, make_course, released
from tests.support.zips import Member, packed

GOOD = {"double": answer("double", "2 * x"), "shift": answer("shift", "x + 1")}
HALF = GOOD | {"double": answer("double", "4 * x")}


class Class:
    """A course, and submissions in the folder ``submitted``, from which archives are packed."""

    def __init__(self, root: Path) -> None:
        self.root, self.course = root, make_course(root / "course")
        self.submitted, self.out, self.temporary = root / "submitted", root / "out", root / "tmp"
        self.submitted.mkdir()
        self.temporary.mkdir()
        stubs = {files.name: files.task.stub for files in self.course.lesson(LESSON).exercises}
        for student, answers in (("ann", GOOD), ("bob", HALF)):
            hand_in(self.submitted, student, released(answers, stubs))

    def grade(self, submitted: Path | None = None, **wishes: Any) -> Batch:
        with UnpackFolder() as unpacked:
            grader = Grader(self.course, self.out, HereSandbox, unpacked=unpacked)  # type: ignore[arg-type]
            return grader.run(submitted or self.submitted, again=True, **wishes)

    def points(self, submitted: Path | None = None, **wishes: Any) -> dict[str, float]:
        batch = self.grade(submitted, **wishes)
        return {v.student: v.points for v in batch.verdicts if v.refused is None}

    def refused(self, submitted: Path | None = None) -> dict[tuple[str, str], str]:
        return {(v.student, v.lesson): v.refused for v in self.grade(submitted).verdicts if v.refused is not None}

    def pack(self, target: Path, folder: Path, below: str = "") -> Path:
        """Pack what lies in ``folder`` into ``target``, below the folder ``below``; then it is gone."""
        with zipfile.ZipFile(target, "w") as made:
            for path in sorted(folder.rglob("*")):
                made.write(path, Path(below, path.relative_to(folder)).as_posix())
                made.writestr(f"__MACOSX/{path.relative_to(folder)}", b"junk")
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        folder.rmdir()
        return target


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Class:
    group = Class(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(group.temporary))
    return group


ALL = {"ann": 6, "bob": 3}


@pytest.mark.parametrize("below", ["", "submitted", "autumn term/submitted"])
def test_a_class_may_be_one_archive(group: Class, below: str) -> None:
    """Bare, or below folders that hold nothing else."""
    assert ALL == group.points(group.pack(group.root / "class.zip", group.submitted, below))


def test_a_class_of_one_student_may_be_an_archive(group: Class) -> None:
    """The student's folder is not taken for one to be left out."""
    group.pack(group.root / "bob.zip", group.submitted / "bob")
    assert {"ann": 6} == group.points(group.pack(group.root / "class.zip", group.submitted))


@pytest.mark.parametrize("below", ["", "bob", "work/bob"])
def test_a_student_may_hand_in_an_archive(group: Class, below: str) -> None:
    """Of the lessons' folders, or of a folder that holds them."""
    group.pack(group.submitted / "bob.zip", group.submitted / "bob", below)
    assert ALL == group.points()


@pytest.mark.parametrize("below", ["", LESSON, "bob/work"])
def test_a_lesson_may_be_an_archive(group: Class, below: str) -> None:
    """Of the notebook, or of a folder that holds it."""
    group.pack(group.submitted / "bob" / f"{LESSON}.zip", group.submitted / "bob" / LESSON, below)
    assert ALL == group.points()


def test_a_student_may_pack_the_notebook_alone(group: Class) -> None:
    """Its name says which lesson it is of."""
    group.pack(group.root / "bob.zip", group.submitted / "bob" / LESSON)
    (group.submitted / "bob").rmdir()
    (group.root / "bob.zip").rename(group.submitted / "bob.zip")
    assert ALL == group.points()


def test_archives_within_the_archive_of_a_class_are_unpacked(group: Class) -> None:
    """As an LMS packs what students packed."""
    group.pack(group.submitted / "ann.zip", group.submitted / "ann")
    group.pack(group.submitted / "bob" / f"{LESSON}.zip", group.submitted / "bob" / LESSON)
    assert ALL == group.points(group.pack(group.root / "class.zip", group.submitted, "all"))


def test_the_stored_verdict_is_the_folders(group: Class) -> None:
    """Byte for byte."""
    group.grade()
    before = digest(group.out)
    group.grade(group.pack(group.root / "class.zip", group.submitted))
    assert before == digest(group.out)


def test_the_time_in_an_archive_is_there_until_the_gradebook_is_written(group: Class) -> None:
    """What was unpacked stays as long as the grader's archives are open, and no longer."""
    (group.submitted / "bob" / LESSON / "timestamp.txt").write_text("2026-01-01")
    group.pack(group.submitted / "bob.zip", group.submitted / "bob")
    with Grader(group.course, group.out, HereSandbox).unpacked as unpacked:  # type: ignore[arg-type]
        batch = Grader(group.course, group.out, HereSandbox, unpacked=unpacked).run(group.submitted)  # type: ignore[arg-type]
        (folder,) = (job.folder for job, _ in batch.results if job.student == "bob")
        assert "2026-01-01" == (folder / "timestamp.txt").read_text()
    assert [] == list(group.temporary.iterdir())


@pytest.mark.parametrize("raw", [b"no zip", packed(Member("../x")), packed(Member("a", bytes(1 << 22)))])
def test_one_bad_archive_costs_its_own_student_only(group: Class, raw: bytes) -> None:
    """The neighbours have their points, and nothing is left or written elsewhere."""
    (group.submitted / "mallory.zip").write_bytes(raw)
    before = digest(group.submitted)
    assert {("mallory", "–")} == set(group.refused())
    assert ALL == group.points()
    assert before == digest(group.submitted)
    assert [] == list(group.temporary.iterdir())
    assert {"course", "submitted", "out", "tmp"} == {path.name for path in group.root.iterdir()}


def test_a_bad_archive_of_a_lesson_refuses_that_lesson(group: Class) -> None:
    """It is stored like every refusal, so that its page and the gradebook's comment say why."""
    (group.submitted / "mallory").mkdir()
    (group.submitted / "mallory" / f"{LESSON}.zip").write_bytes(b"no zip")
    assert {("mallory", LESSON): f"A zip archive can be read to its end. {LESSON}.zip is damaged, or no zip file. "
            "Pack the folder again."} == group.refused()  # fmt: skip
    assert verdict_files.load_verdict(group.out / "verdicts" / "mallory" / f"{LESSON}.json", "refused") is not None


def test_a_bad_archive_of_a_class_stops_the_command(group: Class) -> None:
    """Nothing is judged then."""
    path = group.root / "class.zip"
    path.write_bytes(packed(Member("ann/01_tiny/x"))[:-10])
    with pytest.raises(UsageFault, match="Or unpack it by hand"):
        group.grade(path)
    assert not group.out.exists()


def test_the_command_says_it_in_one_sentence(group: Class) -> None:
    """With exit code 2, through the real command line."""
    path = group.root / "class.zip"
    path.write_bytes(b"no zip")
    line = [sys.executable, "-c", "from autograder.cli.app import main; main()", "grade", str(path)]
    done = subprocess.run(
        [*line, "--course", str(group.course.root)], capture_output=True, text=True, check=False, env=os.environ
    )
    assert 2 == done.returncode, done.stderr
    assert "autograder: A zip archive can be read to its end. class.zip is damaged, or no zip file. Pack" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_class_of_another_course_is_found_by_its_assignments(group: Class) -> None:
    """Whatever folders are above it."""
    path = group.root / "class.zip"
    path.write_bytes(packed(Member("a/b/cy/ps1/p.ipynb")))
    with UnpackFolder() as unpacked:
        folder = class_folder(path, ["ps1"], unpacked).folder
        assert ["cy"] == [each.name for each in folder.iterdir()]
        assert group.submitted == class_folder(group.submitted, ["ps1"], unpacked).folder


def test_a_folder_counts_before_an_archive_beside_it(group: Class) -> None:
    """As where somebody has unpacked it; the run says so."""
    (group.submitted / "ann.zip").write_bytes(b"old")
    (group.submitted / "bob" / f"{LESSON}.zip").write_bytes(b"old")
    batch = group.grade()
    assert (["ann.zip", f"bob/{LESSON}.zip"], ALL) == (batch.beside, group.points())


def test_of_two_archives_neither_is_guessed(group: Class) -> None:
    """The student is refused with both names."""
    for name in ("cy.zip", "cy.ZIP"):
        (group.submitted / name).write_bytes(packed(Member(f"{LESSON}/{LESSON}.ipynb")))
    assert "One archive counts. cy.ZIP, cy.zip were found. Leave only one of them." == group.refused()["cy", "–"]


def test_archives_that_lead_to_no_lesson_are_reported(group: Class) -> None:
    """Of another kind, of another lesson, under a name that is no student's."""
    (group.submitted / "cy.rar").write_bytes(b"Rar!")
    (group.submitted / "a b.zip").write_bytes(b"")
    (group.submitted / "dora.zip").write_bytes(packed(Member("ps1/ps1.ipynb")))
    (group.submitted / "ann" / "ps2.zip").write_bytes(b"")
    (group.submitted / "ann" / "\x1b[31m\udcff").mkdir()  # neither steers a terminal nor fails to be printed
    refused = group.refused()
    assert "An archive is a zip file. cy.rar is of another kind." in refused["cy", "–"]
    assert "A student's folder is a real folder" in refused["a b", "–"]
    assert f"dora.zip holds none of {LESSON}" in refused["dora", "–"]
    assert [r"ann/\x1b[31m\udcff", "ann/ps2.zip"] == group.grade().unknown


def test_one_student_can_be_wished_for(group: Class) -> None:
    """By the name of the archive, without its ending; the others are not even unpacked."""
    group.pack(group.submitted / "bob.zip", group.submitted / "bob")
    (group.submitted / "mallory.zip").write_bytes(b"")
    assert {"bob": 3} == group.points(student="bob")
    with pytest.raises(UsageFault, match="There is none of that name"):
        group.grade(student="bob.zip.zip")


def test_a_linked_archive_is_not_followed(group: Class) -> None:
    """It may be another student's."""
    group.pack(group.submitted / "bob.zip", group.submitted / "bob")
    (group.submitted / "mallory.zip").symlink_to(group.submitted / "bob.zip")
    assert {("mallory", "–")} == set(group.refused())


def test_a_class_with_nothing_to_grade_is_reported(group: Class) -> None:
    """Under the name that the person typed."""
    path = group.root / "class.zip"
    path.write_bytes(packed(Member("readme.txt")))
    with pytest.raises(UsageFault, match=r"Received .*class.zip, which holds none of 01_tiny"):
        group.grade(path)
    assert Course.open(group.course.root).lessons == (LESSON,)
