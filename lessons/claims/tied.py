# %% experiment="split_kernel"
rng = np.random.default_rng(0)
x, y = (rng.normal(size=(6, 4)).astype("float32") for _ in range(2))
kernel = rng.normal(size=(8, 3)).astype("float32")
upper, lower = kernel[:4], kernel[4:]
for version, k in BOTH.items():
    dense = k.layers.Dense(3, use_bias=False)
    dense(np.ones((1, 8), "float32"))
    dense.set_weights([kernel])
    together = dense(k.layers.Concatenate()([x, y])).numpy()
    apart = x @ upper + y @ lower
    summed = (x + y) @ upper
    spread = x @ upper + y @ upper
    print(version, "| one kernel or two halves:", np.max(np.abs(together - apart)), end=" ")
    print("| sum first or last:", np.max(np.abs(summed - spread)))
    assert np.allclose(together, apart, atol=1e-5) and np.allclose(summed, spread, atol=1e-5)
assert upper.shape == lower.shape == (4, 3) and kernel.shape == (8, 3)

# %% experiment="tied_halves"
rng = np.random.default_rng(1)
x, y = (rng.normal(size=(16, 4)).astype("float32") for _ in range(2))
W = rng.normal(size=(4, 3)).astype("float32")
tied = np.concatenate([W, W])


def gap(between):
    together = keras.layers.Concatenate()([x, y])
    return float(
        np.max(np.abs(between(keras.layers.Add()([x, y])) @ W - between(together) @ tied))
    )


def normal(t):
    return keras.layers.BatchNormalization(epsilon=0.0)(t, training=True)


gaps = {
    "nothing": gap(tf.identity),
    "a ReLU": gap(tf.nn.relu),
    "a BatchNormalization": gap(normal),
}
for what, size in gaps.items():
    print(f"{what} between merge and Dense: differs by {size:.2g}")
assert gaps["nothing"] < 1e-5 and gaps["a ReLU"] > 0.1 and gaps["a BatchNormalization"] > 0.1

# %% experiment="untied_by_training"
rng = np.random.default_rng(0)
x, y = (rng.normal(size=(256, 4)).astype("float32") for _ in range(2))
target = np.sum(x - y, axis=1, keepdims=True)
W = rng.normal(size=(4, 1)).astype("float32") * 0.1


def train(merge, kernel):
    a, b = keras.Input((4,)), keras.Input((4,))
    dense = keras.layers.Dense(1, use_bias=False)
    model = keras.Model([a, b], dense(merge([a, b])))
    dense.set_weights([kernel])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    start = model.evaluate([x, y], target, verbose=0)
    model.fit([x, y], target, batch_size=256, epochs=40, verbose=0)
    return start, model.evaluate([x, y], target, verbose=0), dense.get_weights()[0]


add_start, add_end, _ = train(keras.layers.Add(), W)
concat_start, concat_end, kernel = train(keras.layers.Concatenate(), np.concatenate([W, W]))
parted = float(np.max(np.abs(kernel[:4] - kernel[4:])))
print(f"Add         | loss {add_start:.3f} -> {add_end:.3f}")
print(
    f"Concatenate | loss {concat_start:.3f} -> {concat_end:.3f} | its halves now differ by {parted:.2f}"
)
assert np.isclose(add_start, concat_start, rtol=1e-4) and parted > 0.5
assert concat_end < 0.1 and add_end > 10 * concat_end
