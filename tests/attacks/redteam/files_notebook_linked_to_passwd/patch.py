from tests.support.corpus import LESSON


def patch(folder, notebook):
    (folder / f"{LESSON}.ipynb").symlink_to("/etc/passwd")
