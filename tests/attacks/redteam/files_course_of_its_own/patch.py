PROGRAM = "print('a course of its own was run', flush=True)\nimport os\nos._exit(1)\n"


def patch(folder, notebook):
    for root in (folder, folder.parent):
        exercise = root / "lessons" / "03_weights" / "scale_shift"
        exercise.mkdir(parents=True)
        (root / "course.toml").write_text('title = "Mine"\n[[lesson]]\npath = "lessons/03_weights"\n')
        for path in (exercise / "hidden.py", exercise / "answers.py", root / "nbgrader_config.py"):
            path.write_text(PROGRAM)
