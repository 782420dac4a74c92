"""Right answers that need no author: the model answer in other forms that Python and Keras have for it."""

from __future__ import annotations

import ast

from autograder.exercise import Exam

FUNCTION = {
    "a lambda": "{name} = (lambda _model: lambda *args, **kwargs: _model(*args, **kwargs))({name})",
    "a partial": "import functools\n\n{name} = functools.partial({name})",
    "a callable object": """
class _Callable:
    def __init__(self, model):
        self.model = model

    def __call__(self, *args, **kwargs):
        return self.model(*args, **kwargs)


{name} = _Callable({name})
""",
    "decorated, with hints": """
import functools
from typing import Any


def _counted(model):
    @functools.wraps(model)
    def counted(*args: Any, **kwargs: Any) -> Any:
        counted.calls += 1
        return model(*args, **kwargs)

    counted.calls = 0
    return counted


{name} = _counted({name})
""",
}
CLASS = {
    "a subclass": "class {name}({name}):\n    pass",
    "registered": """
import keras


@keras.saving.register_keras_serializable("learner")
class {name}({name}):
    pass
""",
}


def right_variants(exam: Exam, solution: str) -> dict[str, str]:
    """Answers by what was done to the model answer: other forms of a function, or of a class."""
    is_class = any(isinstance(n, ast.ClassDef) and n.name == exam.name for n in ast.parse(solution).body)
    return {
        what: f"{solution}\n\n\n{form.format(name=exam.name).strip()}\n"
        for what, form in (CLASS if is_class else FUNCTION).items()
    }
