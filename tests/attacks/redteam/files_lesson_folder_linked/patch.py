from tests.support.corpus import LESSON, NEIGHBOUR


def patch(folder, notebook):
    folder.rmdir()
    folder.symlink_to(f"../{NEIGHBOUR}/{LESSON}")
