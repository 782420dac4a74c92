import os

from tests.support.corpus import LESSON, ROOT


def patch(folder, notebook):
    for name, target in {
        "hidden.py": ROOT / "lessons" / LESSON / "scale_shift" / "hidden.py",
        "lessons": ROOT / "lessons",
        "gradebook.db": ROOT / "gradebook.db",
        "secret": ROOT / ".course-secret",
        "passwd": "/etc/passwd",
        "everything": "/",
        "again": ".",
        "above": "..",
        "itself": "itself",
        ".ipynb_checkpoints": ROOT / "source",
        "feedback.html": "/dev/zero",
    }.items():
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "comment.txt")
