# %% experiment="who_is_listed"
def listed(k, how):
    layer = make_line(k, how)
    layer(X)
    return len(layer.trainable_variables)


table = {
    (v, how): listed(k, how) for v, k in BOTH.items() for how in ("tf.Variable", "add_weight")
}
table["Keras 3", "keras.Variable"] = listed(keras, "keras.Variable")
for (version, how), count in table.items():
    print(f"{version} | {how:14} | listed: {count}")
print("its own flag says trainable:", tf.Variable(1.0).trainable)
assert table["Keras 3", "tf.Variable"] == 0 and table["Keras 2", "tf.Variable"] == 1
assert table["Keras 3", "add_weight"] == table["Keras 2", "add_weight"] == 1
assert table["Keras 3", "keras.Variable"] == 1 and tf.Variable(1.0).trainable

# %% experiment="containers"
for version, k in BOTH.items():
    counts = {}
    for place in ("attribute", "list", "dict", "tuple"):
        layer = k.layers.Layer()
        pair = [tf.Variable(1.0), tf.Variable(2.0)]
        layer.held = {
            "attribute": pair[0],
            "list": pair,
            "dict": dict(zip("ab", pair, strict=True)),
            "tuple": tuple(pair),
        }[place]
        counts[place] = len(layer.trainable_variables)
    print(version, "|", counts)
    assert list(counts.values()) == ([0, 0, 0, 0] if k is keras else [1, 2, 2, 2])


# %% experiment="what_add_weight_leaves"
class Counter(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.weight = self.add_weight(shape=(), initializer="zeros")
        self.w = self.weight

    def call(self, x):
        self.w += 1
        return x


counter = Counter()
counter(X)
print(
    f"after w += 1 the attribute is {float(counter.w)} and the weight is {float(counter.weight)}"
)
weight = keras.Variable(np.ones(2, "float32"))
with tf.GradientTape(persistent=True) as tape:
    left = tf.reduce_sum(tf.convert_to_tensor(np.ones(2, "float32") + weight))
    right = tf.reduce_sum(weight + np.ones(2, "float32"))
print(
    f"array + weight: {tape.gradient(left, weight.value)} | weight + array: {tape.gradient(right, weight.value).numpy()}"
)
assert float(counter.weight) == 0 and len(counter.trainable_variables) == 1
assert (
    tape.gradient(left, weight.value) is None and tape.gradient(right, weight.value) is not None
)
