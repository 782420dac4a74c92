import gc
import sys

import keras

gc.unfreeze()
gc.collect()
things = gc.get_objects()
names = {type(thing).__name__ for thing in things}
held = names & {
    "Exam",
    "LayerCase",
    "FunctionCase",
    "Mistake",
    "Course",
    "Lesson",
    "Exams",
    "Role",
    "Batch",
    "Grader",
}
words = ("hidden", "course.toml", "gradebook", ".course-secret", "submitted/")
told = [
    text[:80]
    for thing in things
    if isinstance(thing, dict)
    for text in list(thing.values())
    if type(text) is str and len(text) < 300 and text.startswith("/") and any(word in text for word in words)
]
del things
gc.freeze()
gc.disable()
gc.set_threshold(1, 1, 1)
gc.enable()
modules = [
    name for name in sys.modules if name.startswith(("autograder.grading", "autograder.intake", "autograder.matching", "autograder.results", "autograder.course", "autograder.editions"))
]
assert not held and not told and not modules, (held, told[:5], modules)


class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift
