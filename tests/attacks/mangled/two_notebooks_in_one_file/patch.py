"""Joined by cat, or by a mail program. Which one was meant?"""

import json


def patch(folder, notebook):
    return json.dumps(notebook).encode() * 2
