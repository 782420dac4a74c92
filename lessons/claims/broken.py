# %% experiment="padding_valid"
images = tf.ones((1, 28, 28, 1))
for version, k in BOTH.items():
    conv, mended = k.layers.Conv2D(32, 3), k.layers.Conv2D(32, 3, padding="same")
    plus = refusal(lambda: conv(images) + images)
    layer = refusal(lambda: k.layers.Add()([conv(images), images]))
    print(version, "| +  :", plus)
    print(version, "| Add:", layer)
    assert conv(images).shape == (1, 26, 26, 32)
    assert "InvalidArgumentError" in plus and "ValueError" in layer
    assert (mended(images) + images).shape == (1, 28, 28, 32)

# %% experiment="sequential_with_add"
data = np.random.default_rng(0).normal(size=(16, 1)).astype("float32")
for version, k in BOTH.items():
    chain = k.Sequential([k.layers.Dense(1), k.layers.Add()])
    accepted = refusal(lambda: chain.compile(optimizer="sgd", loss="mse"))
    fitted = refusal(lambda: chain.fit(data, data, verbose=0))
    known_shape = refusal(
        lambda: k.Sequential(
            [k.layers.Input((1,)), k.layers.Dense(1), k.layers.Add(), k.layers.Dense(1)]
        )
    )
    print(version, "| compile:", accepted or "no complaint", "| fit:", fitted)
    print(version, "| with the shape known from the start:", known_shape)
    assert not accepted and fitted and "list of" in known_shape

    # No edge leads around the Dense. A diamond is written as a Functional model:
    seed()
    inputs = k.layers.Input((1,))
    dense = k.layers.Dense(1)
    diamond = k.Model(inputs, k.layers.Add()([dense(inputs), inputs]))
    diamond.compile(optimizer=k.optimizers.SGD(0.1), loss="mse")
    losses = diamond.fit(data, 3 * data, epochs=5, verbose=0).history["loss"]
    plus = k.Model(inputs, dense(inputs) + inputs)
    plus.compile(optimizer="sgd", loss="mse")
    assert losses[-1] < losses[0]
    assert not refusal(lambda: plus.fit(data, data, verbose=0))  # + has no trouble here

# %% experiment="no_sum_in_it"
inputs = keras.Input((1,))
hidden = keras.layers.Dense(8, activation="relu")(inputs)
plain = keras.Model(inputs, keras.layers.Dense(1)(hidden))
summed = keras.Model(inputs, keras.layers.Dense(1)(inputs) + inputs)
kinds = [[type(op).__name__ for op in model.operations] for model in (plain, summed)]
print("Dense upon Dense:", kinds[0])
print("with a +        :", kinds[1])
assert "Add" not in kinds[0] and "Add" in kinds[1]
plain.compile(optimizer="sgd", loss="mse")
assert not refusal(lambda: plain.fit(X, Y, verbose=0))

# %% experiment="missing_imports"
code = "out = Dense(10)(Concatenate()([Input((4,)), Input((4,))]))"
bare, mended = {}, {}
problem = refusal(lambda: exec(code, bare))
exec("from keras.layers import Concatenate, Dense, Input\n" + code, mended)
print("alone:", problem, "| with its imports:", mended["out"].shape)
assert "NameError" in problem and mended["out"].shape == (None, 10)

# %% experiment="a_name_is_no_kind"
add = keras.layers.Concatenate()([tf.ones((2, 3)), tf.ones((2, 3))])
print("a variable called add, of shape", add.shape)
assert add.shape == (2, 6)  # Add would have given (2, 3)

# %% experiment="nested_lists"
first, second = [[0, 1, 2]], [[3, 4, 5]]
for version, k in BOTH.items():
    for kind, expected in (
        (k.layers.Add, [[3, 5, 7]]),
        (k.layers.Concatenate, [[0, 1, 2, 3, 4, 5]]),
    ):
        problem = refusal(lambda: kind()([first, second]))
        right = kind()([np.array(first), np.array(second)]).numpy().tolist()
        print(f"{version} | {kind.__name__} of lists: {problem[:70]} … | of arrays: {right}")
        assert "ValueError" in problem and right == expected
