"""What runs beside the student's code may reply anything: another form than a probe's is lost on the wire, never Broken."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from autograder.judge.reply_schema import checked_ask, weight_array
from autograder.reply import AnswerLost, Reply

ONE = np.ones(2, np.float32)
LEDGER = {
    "path": "a/b", "name": "b", "shape": [2], "dtype": "float32", "trainable": True, "owner": 0, "kind": "Dense",
    "regularizer": "", "constraint": "L2",
}  # fmt: skip
GOOD = {
    "function.call": (
        {"result": [1, {"~": "r"}, {"~dict": {"a": None}}], "types": ["list", "int", "Tensor", ["dict", "str"]], "changed": [0]},
        {"r": ONE},
    ),
    "function.calls": (
        {
            "replies": [
                {"result": {"~": "r1.0"}, "types": "Tensor", "changed": []},
                {"stage": "ask", "error": "E", "message": "m", "bases": ["E"], "untracked": []},
            ]
        },
        {"r1.0": ONE},
    ),
    "layer.build": (
        {
            "stage": "done", "output": "tensor", "early": 0, "losses": 0, "shared": 0, "shape": [None, 2], "weights": [LEDGER],
            "untracked": [{"name": "v", "shape": [], "trainable": True}],
        },
        {"y": ONE, "start0": ONE},
    ),
    "layer.forward": ({"loss": None, "losses": 0, "kept": True, "owned": 1, "untracked": []}, {"y": ONE}),
    "layer.gradients": ({"none": ["x", "0"], "none_in_training": []}, {}),
    "layer.save": ({"counts": [1], "loss": [0.5]}, {"y0": ONE, "again0": ONE, "trained0": ONE}),
    "layer.further": (
        {
            "failed": None, "closed": "z", "loss": [None], "owned": 1, "untracked": [], "flags": 0, "seeded": False,
        },
        {"y0": ONE, "twin": ONE},
    ),
    "layer.step": ({}, {}),
    "layer.graph": ({}, {"y0": ONE, "traced0": ONE}),
}  # fmt: skip
BESIDE = {"types": "int", "changed": []}
"""What is told beside a function's result."""
ASKED = {"modes": [False], "known": ["x", "0"], "cases": [0], "case": 0, "before": True, "calls": [1, 2]}
ERROR = {"stage": "ask", "error": "E", "message": "m", "bases": ["E"], "untracked": []}


def ask(op, facts, arrays):
    return checked_ask(lambda *_: Reply(facts, arrays))(op, ASKED, {})


@pytest.mark.parametrize("op", sorted(GOOD))
def test_what_a_probe_replies_passes(op):
    assert GOOD[op] == (ask(op, *GOOD[op]).facts, GOOD[op][1])
    assert ERROR == ask(op, ERROR, {}).facts


def broken():
    """Each good reply with one part gone, of another type, or beyond reason."""
    for op, (facts, arrays) in GOOD.items():
        if op == "function.call":
            for value in ({"~": "gone"}, {"a": 1}, {"~dict": 1}, {"~": 1}):
                yield op, {"result": value} | BESIDE, {}
            yield from ((op, BESIDE, {}), (op, {"untellable": 1} | BESIDE, {}))
            yield op, {"result": [[{"~": "r", "more": 1}]]} | BESIDE, {"r": ONE}
            for name, values in (
                ("changed", (1, [-1], [True], [2**20], None)),
                ("types", (1, [], [[]], ["list", 1], None)),
            ):
                yield op, {k: v for k, v in ({"result": 1} | BESIDE).items() if k != name}, {}
                yield from ((op, {"result": 1} | BESIDE | {name: value}, {}) for value in values)
            continue
        if op == "function.calls":
            reply = {"result": 1} | BESIDE
            for replies in (
                1,
                [reply],
                [reply] * 3,
                [reply, 1],
                [reply, {"result": {"~": "gone"}} | BESIDE],
                [reply, {"error": "E"}],
            ):
                yield op, {"replies": replies}, {}
            yield op, {}, {}
            continue
        for name in facts:
            yield op, {k: v for k, v in facts.items() if k != name}, arrays
            for value in (5.5, {"a": 1}, [1.5], ["q"], [{"name": 5}], -1, "z", [[1]]):
                number = isinstance(value, float | int) or value == [1.5]
                fits = (
                    name == "loss" and number and (type(value) is list) == (type(facts["loss"]) is list)
                ) or value == facts[name]
                fits = fits or (name == "output" and value == "z")
                if not fits:
                    yield op, facts | {name: value}, arrays
        for name in arrays:
            yield op, facts, {k: v for k, v in arrays.items() if k != name}
    build, arrays = GOOD["layer.build"]
    for key, value in (
        ("shape", [-1]), ("shape", [None]), ("shape", [True]), ("shape", [2**41]), ("shape", [1] * 33), ("name", 5),
        ("path", None), ("dtype", []), ("trainable", 1), ("shape", [3]), ("owner", -1), ("owner", True), ("kind", 5),
    ):  # fmt: skip
        changed = copy.deepcopy(build)
        changed["weights"][0][key] = value
        yield "layer.build", changed, arrays
    yield "layer.build", build | {"weights": [LEDGER] * 1_001}, arrays
    yield "layer.build", build | {"untracked": [{"name": "v", "shape": []}] * 1_001}, arrays
    yield from (("layer.gradients", {"none": [name]}, {}) for name in ("y", "999", "1"))
    yield from (("function.call", {"result": [value]} | BESIDE, {}) for value in (10**400, -(2**63)))
    yield from (
        ("layer.forward", GOOD["layer.forward"][0] | {"loss": value}, {"y": ONE}) for value in (10**400, -1e301, True)
    )
    yield from ((op, facts, arrays | {"extra": ONE}) for op, (facts, arrays) in GOOD.items())
    further, arrays = GOOD["layer.further"]
    yield from (
        ("layer.further", further | {"failed": value}, arrays) for value in ({}, ERROR | {"stage": "late"}, "no")
    )
    yield from (
        ("layer.further", further | {"failed": failed, "loss": [0, 0]}, arrays | {"y1": ONE})
        for failed in (None, ERROR)
    )
    yield "layer.further", further | {"loss": []}, arrays
    yield from (
        ("layer.save", GOOD["layer.save"][0] | more, GOOD["layer.save"][1]) for more in ({"counts": []}, {"loss": []})
    )
    for key, value in (
        ("stage", "late"), ("error", 1), ("message", None), ("bases", "E"), ("bases", ["E"] * 9), ("bases", []),
    ):  # fmt: skip
        yield "layer.forward", ERROR | {key: value}, {}
    yield "layer.forward", ERROR | {"untracked": 5}, {}


def test_a_call_that_failed_leaves_the_later_ones_out():
    facts = GOOD["layer.further"][0] | {"failed": ERROR, "loss": []}
    assert facts == ask("layer.further", facts, {}).facts


@pytest.mark.parametrize(("op", "facts", "arrays"), list(broken()))
def test_any_other_form_is_lost_on_the_wire(op, facts, arrays):
    with pytest.raises(AnswerLost, match=rf"wire: {op}: its reply has another form than a probe's: ") as caught:
        ask(op, facts, arrays)
    assert "wire" == caught.value.how


@pytest.mark.parametrize("dtype", [bool, np.float16, np.float64, np.int32])
def test_initial_values_have_the_dtype_that_the_ledger_says(dtype):
    """A ledger that says "float32" beside other numbers is no probe's; one that says what they are goes on to its rung."""
    build, arrays = GOOD["layer.build"]
    other = arrays | {"start0": ONE.astype(dtype)}
    with pytest.raises(AnswerLost, match="its reply has another form than a probe's: start0"):
        ask("layer.build", build, other)
    said = build | {"weights": [LEDGER | {"dtype": np.dtype(dtype).name}]}
    assert other == ask("layer.build", said, other).arrays


def test_a_weight_is_there_and_has_its_shape():
    reply = Reply({}, {"after0": ONE})
    assert weight_array(reply, "after", 0, (2,)) is ONE
    for index, shape in ((1, (2,)), (0, (3,)), (0, (1, 2)), (0, ())):
        with pytest.raises(AnswerLost, match="its reply has another form than a probe's: after"):
            weight_array(reply, "after", index, shape)
    for dtype in (np.float16, bool, np.float64):
        with pytest.raises(AnswerLost, match="its reply has another form than a probe's: after"):
            weight_array(Reply({}, {"after0": ONE.astype(dtype)}), "after", 0, (2,))
