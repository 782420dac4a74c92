"""The sentence of each rung, where no named mistake explains the failure.

Each says the rule and one thing to try. None holds a hidden value, a hidden shape or a text of the student's.
"""

from __future__ import annotations

from typing import Any

from autograder.exercise.exam import Exam, LayerCase

DEFINE = (
    "{name} is not defined: its cell was not run, or stops with an error, or gives it another name. Run that cell by "
    "itself and read the last line of its output."
)
UNWRITTEN = "{name} has not been written yet. Replace `raise NotImplementedError()` with your own lines."
STAGES = {"define": "undefined", "stub": "unwritten"}
"""The names under which these two are counted in reports; they are told before any formula is asked."""

LOST = {
    "exit": "Your code ended the Python process. Leave out exit(), quit() and os._exit(), and run the check again.",
    "signal": "Your code crashed the Python process. Look for very deep recursion or very large arrays.",
    "cpu": "Your code computed longer than the limit. Look for a loop that never ends.",
    "memory": "Your code took more memory than the limit. Look for a list or tensor that grows in a loop.",
    "wall": "Your code did not come back in time. Look for a loop that never ends, a sleep, or a wait for input.",
    "output": "Your code printed more than the limit. Remove the print from the loop.",
    "wire": "Your code disturbed the channel to the grader. Leave open files and sockets that are not yours alone.",
}


def is_stub(facts: dict[str, Any]) -> bool:
    """True for the stub's own error. TensorFlow uses the same class for .numpy() in a graph, Keras for a missing call."""
    if facts.get("error") != "NotImplementedError" or facts["stage"] == "symbolic":
        return False
    return "`call()` method implemented" not in facts["message"]


def _called(exam: Exam) -> str:
    """A call of the layer that a learner can copy. The shapes of cases are no secret: the public ones have the same."""
    case = exam.cases[0]
    assert isinstance(case, LayerCase)
    made = ", ".join(f"{key}={value!r}" for key, value in case.kwargs.items())
    return f"{exam.name}({made})(np.ones({case.x.shape}, dtype='float32'))"


def layer_advice(exam: Exam, rung: str, facts: dict[str, Any]) -> str:
    """The rung's sentence for a layer, chosen by plain facts."""
    name = exam.name
    trainable = [r.name for r in exam.roles if r.trainable]
    frozen = [r.name for r in exam.roles if not r.trainable]
    if rung == "builds":
        sentences = {
            "define": DEFINE.format(name=name),
            "stub": UNWRITTEN.format(name=name),
            "construct": f"{name} must be a keras.layers.Layer that can be made with the arguments named in the task. "
            f"Yours could not be made. Make one yourself in a cell of its own and read the last line of the error.",
            "call": f"{name} must accept a batch of any rank and size that the task names. Yours was made, but calling it "
            f"failed. Run `{_called(exam)}` and read the last line of the error.",
            "symbolic": f"{name} must also work inside a keras.Model, where the batch size is unknown (None). Yours works on "
            f"tensors only. Avoid NumPy and Python numbers taken from the batch axis: use keras.ops or tf functions.",
            "output": f"{name} must return one tensor. Look at the return statement of `call`.",
        }
        # The stage is "ask" where the layer was called, but could not be looked at: an overridden property raises.
        return sentences.get(facts["stage"], sentences["call"])
    if rung == "shapes":
        return (
            f"The output of {name} has the wrong shape or dtype for at least one input. Print `layer(x).shape` beside the "
            f"shape that the task promises, for inputs of several sizes."
        )
    if rung == "weights":
        wanted = " and ".join(
            f"{len(names)} {kind} {'weight' if len(names) == 1 else 'weights'} ({', '.join(names)})"
            for kind, names in (("trainable", trainable), ("non-trainable", frozen))
            if names
        )
        if facts.get("untracked"):
            return (
                f"{name} must own {wanted or 'no weight'}, as Keras counts them. Yours holds a tf.Variable as an attribute, "
                f"which Keras 3 does not track: make it with self.add_weight."
            )
        if facts.get("dtypes"):
            return (
                f"The weights of {name} must hold float32 numbers, which is what add_weight gives. Yours hold others. "
                f"Leave `dtype=` out, and print `[(w.path, w.dtype) for w in layer.weights]` after one call."
            )
        return (
            f"{name} must own {wanted or 'no weight'}, as Keras counts them. Yours owns others. Print "
            f"`[(w.path, w.shape, w.trainable) for w in layer.weights]` after one call."
        )
    if rung == "starts":
        return (
            f"A fresh {name}, before any training, does not give what the task promises. Look at the initializer of "
            f"each weight."
        )
    if rung == "values":
        if facts.get("order"):
            return (
                f"{name} must make its weights in one order, whatever the input. Yours come in another order from one "
                f"layer to the next. Make them in `build`, one after the other."
            )
        if facts.get("dtype"):
            return (
                f"The output of {name} must stay float32. Yours is of another dtype once its weights are set. Look for a "
                f"cast in `call`."
            )
        return (
            f"With given weights, {name} returns other numbers than the task's formula. Work one small input out on paper "
            f"and compare entry by entry."
        )
    if rung == "losses":
        return (
            "The sum of `layer.losses` is not the penalty that the task names. Print `layer.losses` after one call and "
            "work it out by hand for one small weight."
        )
    if rung == "gradients":
        if facts.get("none"):
            return (
                f"The gradient does not reach the input or one of the weights of {name}: the tape gives None. Look for "
                f".numpy(), np functions, tf.stop_gradient, or a value computed before `call`."
            )
        return (
            f"The gradients of {name} disagree with its own formula. Look for a part that is computed outside TensorFlow or "
            f"stopped."
        )
    if rung == "state":
        if facts.get("moved_when_false") or facts.get("moved_when_left_out"):
            return (
                f"The state of {name} changed although `training` was not true. Update it only inside `if training:`; "
                f"a call without the argument is inference."
            )
        return (
            f"After a call with training=True the state of {name} is not what the task's rule gives. Print it before and "
            f"after one call, and use `.assign(...)` to change it."
        )
    if rung == "saves":
        if facts.get("error"):
            return (
                f"A model that holds {name} must survive saving as .keras and loading. Yours could not be saved or loaded. "
                f"Pass **kwargs on to super().__init__, and keep constructor arguments plain numbers or strings."
            )
        return (
            f"After saving as .keras and loading, {name} gives other numbers: some of its values were not saved. Only "
            f"tracked weights are saved."
        )
    if rung == "trains":
        if facts.get("error"):
            return f"One step of training with {name} inside a model failed. Run model.fit on two samples and read the error."
        if facts.get("moved_frozen"):
            return (
                f"A training step moved a non-trainable weight of {name} otherwise than one call with training=True does. "
                f"Look for a second assignment, or for one that runs inside tf.function only."
            )
        return (
            f"One step of training does not move every trainable weight of {name} as its gradient asks. Compute with the "
            f"weight itself in `call`, not with a copy of its value."
        )
    if rung == "inputs":
        return (
            f"A layer leaves its input as it is, for others read it too: the shortcut of a block, above all. {name} writes "
            f"into it. Compute a new tensor, and leave out operations that work in place."
        )
    if facts.get("error"):
        return (
            f"{name} works when it is called by hand, but not inside tf.function, where `fit` runs it. Look for .numpy(), "
            f"np functions, float() or an `if` on the values of a tensor."
        )
    return (
        f"{name} gives one result eagerly and another inside tf.function, where `fit` runs it. Look for Python variables, "
        f"random numbers or NumPy calls that are fixed while the function is traced."
    )


def function_advice(exam: Exam, rung: str, facts: dict[str, Any]) -> str:
    """The rung's sentence for a function, chosen by plain facts."""
    name = exam.name
    if rung == "runs":
        return {
            "define": DEFINE.format(name=name),
            "stub": UNWRITTEN.format(name=name),
        }.get(
            facts["stage"],
            f"{name} raised an error where the task promises a value. Call it on the example of the task and read the last "
            f"line of the error.",
        )
    if rung == "inputs":
        return (
            f"A function leaves its arguments as they are, for the caller goes on using them. {name} changes one of them. Work "
            f"on a copy, and leave out append, sort, pop and the like on what you were given."
        )
    if rung == "shapes":
        return (
            f"{name} returned another kind of value than the task promises: look at type, length, keys and shape of what "
            f"you return."
        )
    return f"{name} returns a wrong value. Work one small case out by hand and compare."
