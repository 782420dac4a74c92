def patch(folder, notebook):
    (folder / "timestamp.txt").write_bytes(bytes(range(256))[:100])
