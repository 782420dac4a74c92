import os


def patch(folder, notebook):
    os.mkfifo(folder / "timestamp.txt")
