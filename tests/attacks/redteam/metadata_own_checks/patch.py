import json
import sqlite3


def patch(folder, notebook):
    (folder / "checks").mkdir()
    told = {"lesson": "03_weights", "title": "own-checks-canary", "exercises": [], "quizzes": {}}
    (folder / "checks" / "lesson.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "course.toml").write_text("title = 'own-checks-canary'\n", encoding="utf-8")
    (folder / "nbgrader_config.py").write_text("raise SystemExit('own-checks-canary')\n", encoding="utf-8")
    with sqlite3.connect(folder / "gradebook.db") as book:
        book.execute("CREATE TABLE grade (auto_score FLOAT)")
    book.close()
