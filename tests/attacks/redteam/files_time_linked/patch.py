def patch(folder, notebook):
    (folder / "timestamp.txt").symlink_to("/etc/hostname")
