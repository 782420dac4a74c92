"""Putting further inputs to one layer that has long been built, and looking at what else the calls have changed."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from autograder.probes.built_layers import (
    Arrays,
    Facts,
    Findings,
    flags,
    ready,
    sum_of_losses,
    to_numpy,
    trainable_flags,
    twins,
    weight_values,
)
from autograder.probes.failure import describe_failure
from autograder.probes.random_states import RandomStates
from autograder.probes.untracked_variables import untracked_variables
from autograder.probes.weight_ledger import owned_weights


def further(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """Call the layer of this case on "x0", "x1", … one after another, with the weights that were sent, also after a call in training.

    ``facts["modes"]`` holds ``training`` for each. Arrays: "y0", "y1", … as far as the calls came; "after1_0", … the weights after
    a call in training; "twin", what the layer gives that was called by hand when the first case was built (on "x").
    Where ``facts["open"]`` lists axes, the layer is also called inside a ``keras.Model`` in which their sizes are unknown; "closed" is
    the text of the error that this raises, empty where it raises none.
    Facts: "failed", the error of the call that failed, or None; "loss", the sum of ``losses`` after each call; "owned", the number
    of weights at the end, and "untracked" variables; "flags", how many ``trainable`` flags some call has changed; "seeded", True
    if a call drew random numbers or set their seed.
    """
    import tensorflow as tf

    layer, case = ready(facts, arrays), facts["case"]
    sums: list[float | None] = []
    back: Arrays = {}
    failed, changed, states = None, 0, RandomStates()
    for number, training in enumerate(facts["modes"]):
        try:
            with states.watched():
                y = layer(tf.constant(arrays[f"x{number}"]), training=training)
        except Exception as error:  # whatever the student's class raises is the finding
            failed = describe_failure(error, "call")
            break
        back[f"y{number}"] = to_numpy(y)
        if training:
            back |= weight_values(layer, f"after{number}_")
            ready(facts, arrays)
        sums.append(sum_of_losses(layer))
        now = trainable_flags(layer)
        changed = max(changed, sum(a != b for a, b in zip(flags[case], now, strict=False)))
    if case == 0 and failed is None:
        back["twin"] = to_numpy(twins[case](tf.constant(arrays["x"]), training=False))
    closed = "" if failed or not facts["open"] else _call_with_unknown_sizes(layer, arrays["x"].shape, facts["open"])
    return {
        "failed": failed,
        "closed": closed,
        "loss": sums,
        "owned": len(owned_weights(layer)),
        "untracked": untracked_variables(layer),
        "flags": changed,
        "seeded": states.moved,
    }, back


def _call_with_unknown_sizes(layer: Any, shape: tuple[int, ...], unknown: list[int]) -> str:
    """The text of what the layer raises when these axes of its input have no size yet; empty where it raises nothing."""
    import keras

    sizes = [None if axis in unknown else size for axis, size in enumerate(shape)]
    try:
        layer(keras.Input(tuple(sizes[1:]), dtype="float32"))
    except Exception as error:  # whatever the student's class raises is the finding
        found = describe_failure(error, "symbolic")
        return f"{found['error']}: {found['message']}"
    return ""


QUESTIONS = {"layer.further": further}
