# %% experiment="same_graph"
spec = tf.TensorSpec((None, 3))


def operations(f):
    graph = tf.function(f).get_concrete_function(spec, spec).graph
    return [op.type for op in graph.get_operations()]


with_plus = operations(lambda a, b: a + b)
with_layer = {v: operations(lambda a, b: k.layers.Add()([a, b])) for v, k in BOTH.items()}
print("+  :", with_plus)
print("Add:", with_layer)
assert with_plus.count("AddV2") == 1
assert all(found.count("AddV2") == 1 for found in with_layer.values())


# %% experiment="where_plus_appears"
def both_sums(k):
    inputs = k.layers.Input((4,))
    h = k.layers.Dense(4, name="branch")(inputs)
    h = h + inputs
    return k.Model(inputs, k.layers.Add(name="named")([h, inputs]))


model = both_sums(keras)
nodes = [operation.name for operation in model.operations]
layers = [layer.name for layer in model.layers]
lines = []
model.summary(print_fn=lambda text, **_: lines.append(text))
print("Keras 3 | operations:", nodes)
print("Keras 3 | layers    :", layers)
print("Keras 3 | get_layer :", refusal(lambda: model.get_layer("add")))
plus = next(op for op in model.operations if not isinstance(op, keras.Layer))
assert len(nodes) == len(layers) + 1 and plus.name not in layers
assert "(Add)" in "".join(lines) and f"{plus.name} (" in "".join(lines)  # summary() shows it
assert "ValueError" in refusal(lambda: model.get_layer(plus.name))
assert isinstance(model.get_layer("named"), keras.layers.Add)
old = both_sums(tf_keras)
print(
    "Keras 2 | layers    :", [f"{layer.name} ({type(layer).__name__})" for layer in old.layers]
)
assert [type(layer).__name__ for layer in old.layers].count("TFOpLambda") == 1

# %% experiment="saves_with_plus"
for version, k in BOTH.items():
    seed()
    inputs = k.layers.Input((4,))
    model = k.Model(inputs, k.layers.Dense(4)(inputs) + inputs)
    model.compile(optimizer="sgd", loss="mse")
    data = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
    model.fit(data, 2 * data, epochs=2, verbose=0)
    expected = model(data).numpy()
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        again = k.models.load_model(f"{folder}/model.keras")(data).numpy()
        tf.saved_model.save(model, f"{folder}/saved")
        served = tf.saved_model.load(f"{folder}/saved")
        answer = next(iter(served.signatures["serving_default"](tf.constant(data)).values()))
    print(version, "| .keras differs by", np.max(np.abs(again - expected)), end=" ")
    print("| SavedModel by", np.max(np.abs(answer - expected)))
    assert np.allclose(again, expected, atol=1e-5) and np.allclose(answer, expected, atol=1e-5)

# %% experiment="masks"
words = np.array([[3, 5, 2]])
padded = np.array([[3, 5, 2, 0, 0, 0, 0, 0]])
for version, k in BOTH.items():
    seed()
    first = k.layers.Embedding(10, 4, mask_zero=True)
    second = k.layers.Embedding(10, 4, mask_zero=True)
    mean = k.layers.GlobalAveragePooling1D()
    first(words), second(words)

    def model(join, length):
        inputs = k.layers.Input((length,), dtype="int32")
        return k.Model(inputs, mean(join(first(inputs), second(inputs))))

    def drift(join):
        return float(np.max(np.abs(model(join, 3)(words) - model(join, 8)(padded))))

    by_plus, by_layer = drift(lambda a, b: a + b), drift(lambda a, b: k.layers.Add()([a, b]))
    print(
        f"{version} | five paddings change the mean by {by_plus:.4f} (+) and {by_layer:.4f} (Add)"
    )
    assert by_plus > 1e-3 and by_layer < 1e-6

# %% experiment="is_a_layer"
add = keras.layers.Add(name="sum")
print(
    "Add is a layer:", isinstance(add, keras.Layer), "| its config:", sorted(add.get_config())
)
assert isinstance(add, keras.Layer) and add.get_config()["name"] == "sum"
