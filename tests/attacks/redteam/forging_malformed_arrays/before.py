import sys

import numpy as np

dispatch = sys.modules["autograder.probes.dispatch"]
honest = dispatch.answer_question


def spoilt(name, op, facts, arrays):
    none = np.zeros((0,), bool)
    if (name, op) == ("ScaleShift", "layer.forward"):
        return facts, {key: value.astype(np.int8) if key == "y" else none for key, value in arrays.items()}
    if (name, op) == ("RunningMean", "layer.forward"):
        return facts, {key: value if key == "y" else np.zeros((7, 1, 5), np.uint64) for key, value in arrays.items()}
    if (name, op) == ("PenalisedScale", "layer.forward"):
        return {**facts, "loss": True, "losses": -1}, arrays
    if (name, op) == ("fix_1", "layer.gradients"):
        return {"none": ["kernel", "x", "99"]}, {key: none for key in arrays}
    if (name, op) == ("fix_2", "layer.step"):
        return {"rate": "0"}, {key: np.zeros((3, 1, 4), np.float16) for key in arrays}
    if (name, op) == ("fix_3", "layer.graph"):
        return facts, {}
    return facts, arrays


def answer(op, facts, arrays, namespace, probes):
    return spoilt(facts["name"], op, *honest(op, facts, arrays, namespace, probes))


dispatch.answer_question = answer
used = True
