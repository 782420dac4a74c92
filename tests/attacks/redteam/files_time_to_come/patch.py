def patch(folder, notebook):
    (folder / "timestamp.txt").write_text("9999-12-31 23:59:59.999999 UTC", encoding="utf-8")
