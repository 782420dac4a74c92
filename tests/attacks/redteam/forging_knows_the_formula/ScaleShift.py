import sys

import numpy as np

dispatch = sys.modules["autograder.probes.dispatch"]
honest = dispatch.answer_question


def answer(op, facts, arrays, namespace, probes):
    if facts["name"] != "ScaleShift":
        return honest(op, facts, arrays, namespace, probes)
    if op == "layer.save":
        cases, back = facts["cases"], {}
        for case in cases:
            scale, shift = arrays[f"w{case}_0"], arrays[f"w{case}_1"]
            y = scale * arrays[f"x{case}"] + shift
            back |= {f"{name}{case}": y for name in ("y", "again", "trained")}
            back |= {f"after{case}_0": scale, f"after{case}_1": shift}
        return {"counts": [2] * len(cases), "loss": [0.0] * len(cases)}, back
    x = arrays["x"]
    if op == "layer.build":
        ones, zeros = np.ones(x.shape[-1], "float32"), np.zeros(x.shape[-1], "float32")
        weights = [
            {"path": name, "name": name, "shape": [x.shape[-1]], "dtype": "float32", "trainable": True,
             "owner": 0, "kind": "ScaleShift", "regularizer": "", "constraint": ""}
            for name in ("scale", "shift")
        ]
        told = {"stage": "done", "output": "tensor", "early": 0, "untracked": [], "losses": 0, "shared": 0, "weights": weights}
        return {**told, "shape": [None, *x.shape[1:]]}, {"y": x, "start0": ones, "start1": zeros}
    scale, shift = arrays["w0"], arrays["w1"]
    y, after = scale * x + shift, {"after0": scale, "after1": shift}
    if op in ("layer.gradients", "layer.step"):
        axes = tuple(range(x.ndim - 1))
        g = arrays["cotangent"]
        g0, g1 = (g * x).sum(axes), g.sum(axes)
        if op == "layer.gradients":
            given = {"x": g * scale, "0": g0, "1": g1}
            both = {f"{kind}{name}": value for kind in "gt" for name, value in given.items()}
            return {"none": [], "none_in_training": []}, both
        rate = facts.get("rate", 0.125)
        return {"rate": rate}, {"t0": g0, "t1": g1, "after0": scale - np.float32(rate) * g0, "after1": shift - np.float32(rate) * g1}
    if op == "layer.further":
        number = range(len(facts["modes"]))
        back = {f"y{k}": scale * arrays[f"x{k}"] + shift for k in number}
        back |= {f"after{k}_{i}": value for k in number for i, value in enumerate((scale, shift))}
        left = {"failed": None, "closed": "", "loss": [0.0] * len(number), "owned": 2, "untracked": []}
        return {**left, "flags": 0, "seeded": False}, back | {"twin": x}
    if op == "layer.graph":
        seen = {f"{name}{mode:d}": y for mode in facts["modes"] for name in ("y", "traced")}
        return {}, {**seen, **after, "traced_after0": scale, "traced_after1": shift}
    return {"loss": 0.0, "losses": 0, "kept": True, "owned": 2, "untracked": []}, {"y": y, **after}


dispatch.answer_question = answer
ScaleShift = None
