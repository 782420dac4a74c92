"""The wrong files were chosen."""


def patch(folder, notebook):
    (folder / "data.csv").write_text("1,2")
    (folder / ".03_weights.ipynb.swp").write_text("{}")
    return False
