# %% experiment="shortcut_shapes"
inputs = keras.Input((8, 8, 16))
half = keras.layers.Conv2D(32, 3, strides=2, padding="same")(inputs)
problem = refusal(lambda: half + inputs)
projection = keras.layers.Conv2D(32, 1, strides=2)
mended = half + projection(inputs)
print("x is", inputs.shape, "and F(x) is", half.shape)
print("F(x) + x    :", problem)
print("with a 1×1 projection:", mended.shape, "|", projection.count_params(), "parameters")
assert "ValueError" in problem and mended.shape == (None, 4, 4, 32)
assert projection.count_params() == 16 * 32 + 32 == 544

# %% experiment="size_one_stretches"
for version, k in BOTH.items():
    add = k.layers.Add
    one = add()([tf.ones((2, 4, 3)), tf.ones((2, 1, 3))]).shape
    neither = add()([tf.ones((2, 4, 1)), tf.ones((2, 1, 3))]).shape
    unequal = refusal(lambda: add()([tf.ones((2, 4, 3)), tf.ones((2, 2, 3))]))
    print(version, "| (2,4,3) and (2,1,3):", one, "| (2,4,1) and (2,1,3):", neither)
    print(version, "| (2,4,3) and (2,2,3):", unequal)
    assert one == neither == (2, 4, 3) and unequal

# %% experiment="batches"
a, b = tf.ones((2, 3)), tf.ones((1, 3))
for version, k in BOTH.items():
    problem = refusal(lambda: k.layers.Add()([a, b]))
    print(version, "| + gives", (a + b).shape, "| Add:", problem)
    assert (a + b).shape == (2, 3) and "batch sizes" in problem
one = keras.layers.Add()([tf.ones((1, 3)), tf.ones((1, 3))]).shape
assert one == (1, 3)  # a batch of one is a batch

# %% experiment="more_axes"
a, b = tf.zeros((3, 3, 3)), tf.reshape(tf.range(9.0), (3, 3))
for version, k in BOTH.items():
    by_plus, by_layer = (a + b).numpy(), k.layers.Add()([a, b]).numpy()
    wide = k.layers.Concatenate()([tf.ones((2, 4, 5)), tf.ones((2, 4, 7))]).shape
    print(version, "| example 0 by +  :", by_plus[0].tolist())
    print(version, "| example 0 by Add:", by_layer[0].tolist())
    print(version, "| Concatenate of (2,4,5) and (2,4,7):", wide)
    assert by_plus.shape == by_layer.shape and not np.array_equal(by_plus, by_layer)
    assert np.array_equal(by_layer, np.zeros((3, 3, 3)) + b.numpy()[:, None, :])
    assert wide == (2, 4, 12)

# %% experiment="concatenate_axis"
for version, k in BOTH.items():
    many, few = k.layers.Input((64, 128, 128)), k.layers.Input((32, 128, 128))
    along_1 = k.layers.Concatenate(axis=1)([many, few]).shape
    exchanged = k.layers.Concatenate(axis=1)([few, many]).shape
    by_default = refusal(lambda: k.layers.Concatenate()([many, few]))
    print(version, "| axis=1:", tuple(along_1), "| exchanged:", tuple(exchanged))
    print(version, "| by default, the last axis:", by_default)
    assert tuple(along_1) == tuple(exchanged) == (None, 96, 128, 128)
    assert "ValueError" in by_default

# %% experiment="order_of_inputs"
rng = np.random.default_rng(0)
x, y = (rng.normal(size=(5, 4)).astype("float32") for _ in range(2))
kernel = rng.normal(size=(8, 3)).astype("float32")
put = keras.layers.Concatenate()
assert put([x, y]).shape == put([y, x]).shape == (5, 8)
here = put([x, y]) @ kernel
moved_along = put([y, x]) @ kernel[[4, 5, 6, 7, 0, 1, 2, 3]]
left_alone = put([y, x]) @ kernel
print("order and kernel exchanged: differs by", np.max(np.abs(here - moved_along)))
print("order alone exchanged     : differs by", np.max(np.abs(here - left_alone)))
assert np.allclose(here, moved_along, atol=1e-5) and np.max(np.abs(here - left_alone)) > 0.1

# %% experiment="flat_rows"
row = keras.layers.Concatenate()([np.array([[0, 1, 2]]), np.array([[3, 4, 5]])])
print(row.numpy(), row.shape)
assert row.numpy().tolist() == [[0, 1, 2, 3, 4, 5]] and row.shape == (1, 6)
