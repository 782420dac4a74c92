"""The NumPy layers of the references give what Keras gives, on every shape that padding and stride make awkward."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from autograder.exercise import numpy_layers

SIZES = [(1, 1), (2, 3), (5, 4), (7, 7), (8, 5)]
WINDOWS = list(itertools.product((1, 2, 3, 5), (1, 2, 3), ("same", "valid")))


def fits(size, k, padding):
    return padding == "same" or min(size) >= k


@pytest.fixture(scope="module")
def keras():
    import keras

    return keras


@pytest.mark.parametrize(("k", "strides", "padding"), WINDOWS)
def test_convolution_is_kerass(keras, k, strides, padding):
    rng = np.random.default_rng(k)
    for size in [s for s in SIZES if fits(s, k, padding)]:
        x = rng.standard_normal((2, *size, 3))
        kernel, bias = rng.standard_normal((k, k, 3, 4)), rng.standard_normal(4)
        layer = keras.layers.Conv2D(4, k, strides=strides, padding=padding, dtype="float64")
        layer.build(x.shape)
        layer.set_weights([kernel, bias])
        expected = np.asarray(layer(x))
        received = numpy_layers.conv2d(x, kernel, bias, strides, padding)
        assert expected.shape == received.shape, size
        np.testing.assert_allclose(received, expected, atol=1e-10)
        assert received.shape[1:3] == tuple(numpy_layers.output_size(n, k, strides, padding) for n in size)


@pytest.mark.parametrize(("k", "strides", "padding"), WINDOWS)
def test_pooling_is_kerass(keras, k, strides, padding):
    x = np.random.default_rng(k).standard_normal((2, 7, 6, 3))
    most = keras.layers.MaxPooling2D(k, strides, padding, dtype="float64")(x)
    mean = keras.layers.AveragePooling2D(k, strides, padding, dtype="float64")(x)
    np.testing.assert_allclose(numpy_layers.max_pool(x, k, strides, padding), most, atol=1e-12)
    np.testing.assert_allclose(numpy_layers.average_pool(x, k, strides, padding), mean, atol=1e-12)


def test_a_pool_without_a_stride_steps_by_its_own_size(keras):
    x = np.random.default_rng(0).standard_normal((1, 6, 6, 2))
    np.testing.assert_allclose(numpy_layers.max_pool(x, 2), keras.layers.MaxPooling2D(2, dtype="float64")(x))
    np.testing.assert_allclose(numpy_layers.average_pool(x, 3), keras.layers.AveragePooling2D(3, dtype="float64")(x))


@pytest.mark.parametrize("shape", [(7, 3), (4, 5, 3), (2, 4, 5, 3)])
@pytest.mark.parametrize("training", [False, True])
def test_batch_normalisation_and_its_state_are_kerass(keras, shape, training):
    rng = np.random.default_rng(1)
    x = rng.standard_normal(shape)
    gamma, beta, mean, variance = (
        rng.uniform(0.5, 1.5, 3),
        rng.standard_normal(3),
        rng.standard_normal(3),
        rng.uniform(0.5, 1.5, 3),
    )
    layer = keras.layers.BatchNormalization(dtype="float64")
    layer.build(shape)
    layer.set_weights([gamma, beta, mean, variance])
    expected = np.asarray(layer(x, training=training))
    y, new_mean, new_variance = numpy_layers.batch_norm(x, gamma, beta, mean, variance, training)
    np.testing.assert_allclose(y, expected, atol=1e-9)
    np.testing.assert_allclose(new_mean, np.asarray(layer.moving_mean), atol=1e-6)
    np.testing.assert_allclose(new_variance, np.asarray(layer.moving_variance), atol=1e-6)


def test_dense_relu_and_the_global_mean_are_kerass(keras):
    rng = np.random.default_rng(2)
    x, kernel, bias = rng.standard_normal((2, 5, 3)), rng.standard_normal((3, 4)), rng.standard_normal(4)
    layer = keras.layers.Dense(4, activation="relu", dtype="float64")
    layer.build(x.shape)
    layer.set_weights([kernel, bias])
    np.testing.assert_allclose(numpy_layers.relu(numpy_layers.dense(x, kernel, bias)), layer(x), atol=1e-12)
    image = rng.standard_normal((2, 4, 5, 3))
    pooled = keras.layers.GlobalAveragePooling2D(dtype="float64")(image)
    np.testing.assert_allclose(numpy_layers.global_average_pool(image), pooled, atol=1e-12)
