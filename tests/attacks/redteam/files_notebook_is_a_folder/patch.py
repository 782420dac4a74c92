from tests.support.corpus import LESSON


def patch(folder, notebook):
    (folder / f"{LESSON}.ipynb" / "inner").mkdir(parents=True)
