"""Putting questions to a layer: build it, set its weights, call it, differentiate it, train it one step."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from autograder.compat import uncounted
from autograder.probes.built_layers import (
    Arrays,
    Facts,
    Findings,
    added_losses,
    built,
    flags,
    models,
    ready,
    sum_of_losses,
    to_numpy,
    trainable_flags,
    twins,
    weight_values,
)
from autograder.probes.failure import describe_failure
from autograder.probes.untracked_variables import untracked_variables
from autograder.probes.weight_ledger import describe_weights, owned_weights, record_calls


def build(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """Make the layer, call it on ``x``, and, if it is to be "traced", trace one inside a ``keras.Model`` with an unknown batch size.

    Facts: "stage" where it failed ("construct", "call", "symbolic") or "done"; "early" weights that existed before the
    first call; "weights" (see ``describe_weights``), "untracked" variables, "shape" of the output, symbolic if traced;
    "shared": how many weights two layers made with the same arguments have in common.
    Arrays: "y", the untouched layer's output; "start0", "start1", … its weights.
    """
    import keras
    import tensorflow as tf

    if "seed" in facts:  # absent in the student's own kernel, whose random numbers are the student's
        keras.utils.set_random_seed(facts["seed"])
    case, x = facts["case"], tf.constant(arrays["x"])
    models.pop(case, None)  # of an answer that was asked before in this process
    layer, y, stage = None, None, "construct"
    try:
        layer = answer(**facts["kwargs"])
        # Not isinstance, which believes an object's own word for its class.
        if keras.layers.Layer not in type(layer).__mro__:
            return {"stage": stage, "error": "TypeError", "message": f"{facts['name']} is not a keras.layers.Layer"}, {}
        early = len(owned_weights(layer))
        if case == 0 or not facts["traced"]:
            stage = "call"
            with record_calls() as called:
                asked, outlet = layer, layer(x)
            y = outlet
        if facts["traced"]:
            stage = "symbolic"
            # Tracing assigns nothing, so what was only traced still has its initial values. One case with a layer for each is
            # enough: where Keras must run a block to build it, a layer costs 80 ms of processor.
            asked = answer(**facts["kwargs"]) if case == 0 else layer
            entry = keras.Input(tuple(x.shape[1:]), dtype="float32")
            with record_calls() as called:
                outlet = asked(entry)
            models[case] = keras.Model(entry, outlet)
        start = weight_values(asked, "start")
        if case != 0 and facts["traced"]:
            stage = "call"
            y = asked(x)
    except Exception as error:  # whatever the student's class raises is the finding
        found = describe_failure(error, stage)
        if stage == "symbolic" and case != 0:
            found = _by_hand(answer, facts, x) or found
        return found | {"untracked": untracked_variables(layer) if layer is not None else []}, {}
    built[case], flags[case], twins[case] = asked, trainable_flags(asked), layer
    if not hasattr(y, "dtype") or not hasattr(y, "shape"):
        return {"stage": "done", "output": type(y).__name__}, {}
    common = {id(w) for w in owned_weights(asked)} & {id(w) for w in owned_weights(layer)}
    return {
        "stage": "done",
        "output": "tensor",
        "early": early,
        "weights": describe_weights(asked, called),
        "untracked": untracked_variables(layer),
        "shared": 0 if asked is layer else len(common),
        "shape": [None if d is None else int(d) for d in outlet.shape],
        "losses": len(added_losses(layer)),
    }, {"y": to_numpy(y), **start}


def _by_hand(answer: Any, facts: Facts, x: Any) -> Facts | None:
    """How a call by hand fails, which is reported before what fails inside a model; None when it does not."""
    try:
        answer(**facts["kwargs"])(x)
    except Exception as error:  # whatever the student's class raises is the finding
        return describe_failure(error, "call")
    return None


def forward(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """Set the weights and call the layer with ``training`` as given (left out where it is absent).

    Arrays: "y", and the weights afterwards as "after0", "after1", … Facts: "loss", the sum of ``losses``, and their
    number; "kept", whether the input still holds what it held; "owned", the number of weights afterwards;
    "untracked" variables after a call in training, which is asked once a case.
    """
    import tensorflow as tf

    layer = ready(facts, arrays)
    mode = {"training": facts["training"]} if "training" in facts else {}
    x = tf.constant(arrays["x"])
    y = layer(x, **mode)
    kept = bool(np.array_equal(x.numpy(), arrays["x"], equal_nan=True))
    return {
        "loss": sum_of_losses(layer),
        "losses": len(added_losses(layer)),
        "kept": kept,
        "owned": len(owned_weights(layer)),
        "untracked": untracked_variables(layer) if mode.get("training") else [],
    }, {"y": to_numpy(y), **weight_values(layer, "after")}


def gradients(
    answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None
) -> Findings:
    """The tape's gradients of <cotangent, output> for x and each trainable weight, at inference and in training.

    Arrays "gx" and "g0", "g1", … by the weight's index, at inference, and "tx" and "t0", "t1", … in training; facts "none" and
    "none_in_training" list those for which the tape gave None.
    """
    import tensorflow as tf

    layer = ready(facts, arrays)
    x = tf.constant(arrays["x"])
    asked = {"x": x} | {str(i): w.value for i, w in enumerate(owned_weights(layer)) if w.trainable}
    found: Facts = {}
    back: Arrays = {}
    for training, none, letter in ((False, "none", "g"), (True, "none_in_training", "t")):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, training=training)
        given = tape.gradient(y, list(asked.values()), output_gradients=tf.constant(arrays["cotangent"], y.dtype))
        known = {name: g for name, g in zip(asked, given, strict=True) if g is not None}
        found[none] = [name for name in asked if name not in known]
        back |= {f"{letter}{name}": to_numpy(tf.convert_to_tensor(g)) for name, g in known.items()}
    return found, back


def step(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """One training step on <cotangent, output> and the layer's losses, with plain gradient descent.

    Forward and backward are compiled inside a ``keras.Model``, as ``fit`` compiles them; then Keras's optimizer moves the
    model's trainable weights. ``facts["rate"]`` is the learning rate. Arrays: the gradients "t0", "t1", … by the weight's index,
    where there is one; the weights afterwards, "after0", …
    """
    import keras
    import tensorflow as tf

    layer = ready(facts, arrays)
    x, cotangent = tf.constant(arrays["x"]), tf.constant(arrays["cotangent"])
    model = models[facts["case"]]

    def slopes() -> list[Any]:
        with tf.GradientTape() as tape:
            y = model(x, training=True)
            total = keras.ops.sum(cotangent * y) + sum(model.losses)
        given: list[Any] = tape.gradient(total, [w.value for w in model.trainable_weights])
        return given

    # The update stays outside what is compiled. With both in one tf.function, TensorFlow 2.21's graph optimizer lets the
    # update of a later layer overtake the backward pass now and then (12 of 60 steps of two Dense layers), and the
    # earlier layer's gradient is then that of the moved weights.
    moving, given = list(model.trainable_weights), _compiled(slopes)()
    keras.optimizers.SGD(facts["rate"]).apply(given, moving)
    place = {id(w): i for i, w in enumerate(owned_weights(layer))}
    found = {
        f"t{place[id(w)]}": to_numpy(tf.convert_to_tensor(g))
        for w, g in zip(moving, given, strict=True)
        if g is not None and id(w) in place
    }
    return {}, found | weight_values(layer, "after")


def _compiled(function: Any) -> Any:
    """``function`` as a tf.function. It is traced once and thrown away, so TensorFlow does not count it."""
    import tensorflow as tf

    return uncounted(tf.function(function, autograph=False))


def graph(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """The same calls eagerly and inside ``tf.function``, in the modes asked for, each from the weights that were sent.

    Arrays: "y0" and "traced0" at inference, "y1" and "traced1" in training, and the weights after the last eager and
    the last traced call, "after0", … and "traced_after0", …
    """
    import tensorflow as tf

    x = tf.constant(arrays["x"])
    back: Arrays = {}
    for mode in facts["modes"]:
        layer = ready(facts, arrays)
        back[f"y{mode:d}"] = to_numpy(layer(x, training=mode))
        back |= weight_values(layer, "after")
        layer = ready(facts, arrays)
        # Bound as defaults: the loop goes on before the function is thrown away.
        traced = _compiled(lambda z, layer=layer, mode=mode: layer(z, training=mode))
        back[f"traced{mode:d}"] = to_numpy(traced(x))
    return {}, back | weight_values(layer, "traced_after")


QUESTIONS = {
    "layer.build": build,
    "layer.forward": forward,
    "layer.gradients": gradients,
    "layer.step": step,
    "layer.graph": graph,
}
"""What can be asked of a layer, by the name under which a rung asks it."""
