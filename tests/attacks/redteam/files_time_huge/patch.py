def patch(folder, notebook):
    (folder / "timestamp.txt").write_bytes(b"9" * 50_000_000)
