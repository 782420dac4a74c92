from tests.support.corpus import LESSON, NEIGHBOUR


def patch(folder, notebook):
    (folder / f"{LESSON}.ipynb").symlink_to(f"../../{NEIGHBOUR}/{LESSON}/{LESSON}.ipynb")
