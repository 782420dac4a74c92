"""What of a lesson is proved: each exercise, each ordering task, and the text."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.course.exercise_files import ExerciseFiles
from autograder.course.lesson import Lesson
from autograder.course.parsons_file import Parsons
from autograder.judge import seed
from autograder.proof.exercise_proof import Proof, prove
from autograder.proof.lesson_text import prove_text
from autograder.proof.parsons_proof import prove_parsons
from autograder.sandbox.sandbox import Sandbox

LAYER = 5
"""How many functions a layer is worth: building, tracing and saving it are what costs."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One thing to prove. ``what`` is None for the lesson's text."""

    lesson: Lesson
    what: ExerciseFiles | Parsons | None

    @property
    def name(self) -> str:
        """As the report calls it."""
        if self.what is None:
            return "(text)"
        return f"parsons.{self.what.id}" if isinstance(self.what, Parsons) else self.what.name

    @property
    def size(self) -> int:
        """Roughly what proving it costs, beside others: its known answers, a layer's counted as more."""
        if not isinstance(self.what, ExerciseFiles):
            return 0
        known = self.what.known_answers()
        return (len(known.wrongs) + len(known.rights)) * (LAYER if self.what.exercise.kind == "layer" else 1)


def parts(lesson: Lesson) -> list[Part]:
    """All parts of a lesson, the exercises first."""
    return [Part(lesson, what) for what in (*lesson.exercises, *lesson.parsons.values(), None)]


def prove_part(sandbox: Sandbox, part: Part, secret: bytes) -> Proof:
    """Prove one part under the course's secret. Raises MachineFault when the sandbox fails."""
    if isinstance(part.what, ExerciseFiles):
        return prove(sandbox, part.lesson, part.what, seed(secret, f"{part.lesson.name}/{part.name}"))
    if isinstance(part.what, Parsons):
        return Proof(part.lesson.name, part.name, unproved=prove_parsons(sandbox, part.lesson, part.what))
    return Proof(part.lesson.name, part.name, unproved=list(prove_text(sandbox, part.lesson)))
