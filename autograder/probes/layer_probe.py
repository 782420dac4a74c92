"""Putting questions to a layer: build it, set its weights, call it, differentiate it, save it, train it one step."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.compat import uncounted
from autograder.probes.failure import describe_failure
from autograder.probes.weight_ledger import describe_weights, owned_weights, record_calls, untracked_variables

Facts = dict[str, Any]
Arrays = dict[str, np.ndarray]
Findings = tuple[Facts, Arrays]

_built: dict[int, Any] = {}
"""Layers by case, made by ``build`` and asked by the other questions of the same process."""
_models: dict[int, Any] = {}
"""The ``keras.Model`` around each of them, whose batch size is unknown."""


def build(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """Make the layer, call it on ``x``, and, if it is to be "traced", trace one inside a ``keras.Model`` with an unknown batch size.

    Facts: "stage" where it failed ("construct", "call", "symbolic") or "done"; "early" weights that existed before the
    first call; "weights" (see ``describe_weights``), "untracked" variables, "shape" of the output, symbolic if traced.
    Arrays: "y", the untouched layer's output; "start0", "start1", … its weights.
    """
    import keras
    import tensorflow as tf

    if "seed" in facts:  # absent in the student's own kernel, whose random numbers are the student's
        keras.utils.set_random_seed(facts["seed"])
    case, x = facts["case"], tf.constant(arrays["x"])
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
            _models[case] = keras.Model(entry, outlet)
        start = _values(asked, "start")
        if case != 0 and facts["traced"]:
            stage = "call"
            y = asked(x)
    except Exception as error:  # whatever the student's class raises is the finding
        found = describe_failure(error, stage)
        if stage == "symbolic" and case != 0:
            found = _by_hand(answer, facts, x) or found
        return found | {"untracked": untracked_variables(layer) if layer is not None else []}, {}
    _built[case] = asked
    if not hasattr(y, "dtype") or not hasattr(y, "shape"):
        return {"stage": "done", "output": type(y).__name__}, {}
    return {
        "stage": "done",
        "output": "tensor",
        "early": early,
        "weights": describe_weights(asked, called),
        "untracked": untracked_variables(layer),
        "shape": [None if d is None else int(d) for d in outlet.shape],
        "losses": len(_losses(layer)),
    }, {"y": _numpy(y), **start}


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
    number; "kept", whether the input still holds what it held.
    """
    import tensorflow as tf

    layer = _ready(facts, arrays)
    mode = {"training": facts["training"]} if "training" in facts else {}
    x = tf.constant(arrays["x"])
    y = layer(x, **mode)
    kept = bool(np.array_equal(x.numpy(), arrays["x"], equal_nan=True))
    added = [float(np.sum(_numpy(value))) for value in _losses(layer)]
    return {"loss": sum(added) if np.all(np.isfinite(added)) else None, "losses": len(added), "kept": kept}, {
        "y": _numpy(y),
        **_values(layer, "after"),
    }


def gradients(
    answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None
) -> Findings:
    """The tape's gradients of <cotangent, output> for x and each trainable weight, at inference.

    Arrays "gx" and "g0", "g1", … by the weight's index; facts "none" lists those for which the tape gave None.
    """
    import tensorflow as tf

    layer = _ready(facts, arrays)
    x = tf.constant(arrays["x"])
    asked = {"x": x} | {str(i): w.value for i, w in enumerate(owned_weights(layer)) if w.trainable}
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x, training=False)
    given = tape.gradient(y, list(asked.values()), output_gradients=tf.constant(arrays["cotangent"], y.dtype))
    known = {name: g for name, g in zip(asked, given, strict=True) if g is not None}
    return {"none": [name for name in asked if name not in known]}, {
        f"g{name}": _numpy(tf.convert_to_tensor(g)) for name, g in known.items()
    }


def save(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """Save a model around the layer as ``.keras``, load it again, and ask both. Arrays "y" before, "again" after."""
    import keras
    import tensorflow as tf

    _ready(facts, arrays)
    x, model = tf.constant(arrays["x"]), _models[facts["case"]]
    before = _numpy(model(x, training=False))
    known = {n: c for n, c in namespace.items() if isinstance(c, type) and issubclass(c, keras.layers.Layer)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.keras"
        model.save(path)
        loaded = keras.models.load_model(path, custom_objects=known | {facts["name"]: answer}, compile=False)
    return {"weights": len(loaded.weights)}, {"y": before, "again": _numpy(loaded(x, training=False))}


def step(answer: Any, facts: Facts, arrays: Arrays, namespace: dict[str, Any], probe: ModuleType | None) -> Findings:
    """One training step on <cotangent, output> and the layer's losses, with plain gradient descent.

    Forward and backward are compiled inside a ``keras.Model``, as ``fit`` compiles them; then Keras's optimizer moves the
    model's trainable weights. ``facts["rate"]`` is the learning rate. Arrays: the weights afterwards, "after0", …
    """
    import keras
    import tensorflow as tf

    layer = _ready(facts, arrays)
    x, cotangent = tf.constant(arrays["x"]), tf.constant(arrays["cotangent"])
    model = _models[facts["case"]]

    def slopes() -> list[Any]:
        with tf.GradientTape() as tape:
            y = model(x, training=True)
            total = keras.ops.sum(cotangent * y) + sum(model.losses)
        given: list[Any] = tape.gradient(total, [w.value for w in model.trainable_weights])
        return given

    # The update stays outside what is compiled. With both in one tf.function, TensorFlow 2.21's graph optimizer lets the
    # update of a later layer overtake the backward pass now and then (12 of 60 steps of two Dense layers), and the
    # earlier layer's gradient is then that of the moved weights.
    keras.optimizers.SGD(facts["rate"]).apply(_compiled(slopes)(), model.trainable_weights)
    return {}, _values(layer, "after")


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
        layer = _ready(facts, arrays)
        back[f"y{mode:d}"] = _numpy(layer(x, training=mode))
        back |= _values(layer, "after")
        layer = _ready(facts, arrays)
        # Bound as defaults: the loop goes on before the function is thrown away.
        traced = _compiled(lambda z, layer=layer, mode=mode: layer(z, training=mode))
        back[f"traced{mode:d}"] = _numpy(traced(x))
    return {}, back | _values(layer, "traced_after")


def _ready(facts: Facts, arrays: Arrays) -> Any:
    """The layer of this case with the weights that were sent; they come as "w0", "w1", … in the layer's own order."""
    layer = _built[facts["case"]]
    for i, weight in enumerate(owned_weights(layer)):
        if f"w{i}" in arrays:
            weight.assign(arrays[f"w{i}"])
    return layer


def _values(layer: Any, name: str) -> Arrays:
    return {f"{name}{i}": _numpy(w.value) for i, w in enumerate(owned_weights(layer))}


def _losses(layer: Any) -> list[Any]:
    """The losses that training sees: ``layer.losses``, unless a class overrides that property."""
    import keras

    found: list[Any] = keras.layers.Layer.losses.fget(layer)
    return found


def _numpy(value: Any) -> np.ndarray:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        # bfloat16 has no NumPy kind of its own; its values fit in float32.
        array = array.astype(np.float32)
    return np.array(array, order="C")


QUESTIONS = {
    "layer.build": build,
    "layer.forward": forward,
    "layer.gradients": gradients,
    "layer.save": save,
    "layer.step": step,
    "layer.graph": graph,
}
"""What can be asked of a layer, by the name under which a rung asks it."""
