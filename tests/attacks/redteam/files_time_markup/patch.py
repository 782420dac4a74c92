def patch(folder, notebook):
    (folder / "timestamp.txt").write_text("<script>canary-stamp</script>", encoding="utf-8")
