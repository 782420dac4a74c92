import os
import socket
import stat

from tests.support.corpus import LESSON


def patch(folder, notebook):
    path = folder / f"{LESSON}.ipynb"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except OSError:  # only root may
        here = os.getcwd()
        os.chdir(folder)  # a socket's path is short
        try:
            with socket.socket(socket.AF_UNIX) as left:
                left.bind(path.name)
        finally:
            os.chdir(here)
