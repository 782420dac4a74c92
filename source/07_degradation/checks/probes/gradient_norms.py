"""Small models with given kernels, made where the answer is."""

import keras
import numpy as np
import tensorflow as tf


def model_of(kind, shape, first, second, biased):
    """Two kernels with a ReLU between them; a batch normalisation before the ReLU, or a convolution or a table for the
    first one.
    """
    width = first.shape[-1]
    layers = [keras.Input(shape[1:], dtype="int32" if kind == "table" else "float32")]
    if kind == "image":
        layers += [keras.layers.Conv2D(width, first.shape[0], use_bias=biased)]
    elif kind == "table":
        layers += [keras.layers.Embedding(*first.shape), keras.layers.GlobalAveragePooling1D()]
    else:
        layers += [keras.layers.Dense(width, use_bias=biased)]
    if kind == "normalised":
        layers += [keras.layers.BatchNormalization()]
    layers += [keras.layers.ReLU()]
    if kind == "image":
        layers += [keras.layers.Flatten()]
    layers += [keras.layers.Dense(second.shape[-1], use_bias=biased)]
    model = keras.Sequential(layers)
    (layers[1].embeddings if kind == "table" else layers[1].kernel).assign(first)
    layers[-1].kernel.assign(second)
    return model


def probe(answer, kind, biased, scale, x, y, first, second):
    """The norms, multiplied by 1 / scale; the loss was multiplied by scale."""
    model = model_of(kind, x.shape, first, second, biased)
    got = answer(
        model,
        tf.constant(x),
        tf.constant(y),
        lambda label, prediction: scale * tf.reduce_mean(label * prediction**2),
    )
    norms = np.asarray(got)
    wide = norms.astype("float64") / scale
    told = {"norms": wide.astype("float32")}
    # The format is asked about where it decides: where gradients are tiny.
    return told if scale == 1 else told | {"float64": norms.dtype == np.float64}
