# %% experiment="kinds_of_weights"
for version, k in BOTH.items():
    layer = make_line(k, "add_weight")
    layer(X)
    print(
        f"{version} | add_weight gave a {type(layer.w).__name__} | tf.Variable: {isinstance(layer.w, tf.Variable)}"
    )
    assert isinstance(layer.w, tf.Variable) == (k is tf_keras)
inner = make_line(keras, "add_weight")
inner(X)
print("inside the keras.Variable, on TensorFlow:", type(inner.w.value).__name__)
assert isinstance(inner.w.value, tf.Variable)

# %% experiment="listed_without_a_name"
for version, k in BOTH.items():

    class Nameless(k.layers.Layer):
        def build(self, input_shape):
            self.add_weight(name="w", shape=(2,))  # kept in no attribute

        def call(self, x):
            return x

    layer = Nameless()
    layer(X)
    attributes = [name for name, part in vars(layer).items() if hasattr(part, "assign")]
    free = len(layer.trainable_variables)
    layer.trainable = False
    print(
        f"{version} | listed: {free} | attributes holding it: {attributes} | frozen: {len(layer.trainable_variables)}"
    )
    assert free == 1 and attributes == [] and len(layer.trainable_variables) == 0

# %% experiment="start_value"
problem = refusal(lambda: tf.Variable())
print("tf.Variable():", problem)
weight = keras.layers.Layer().add_weight(shape=(3,))
print("add_weight(shape=(3,)) chose", weight.numpy())
assert "initial_value" in problem and weight.shape == (3,)


# %% experiment="place_of_making"
def layer_with(k, place):
    class Placed(k.layers.Layer):
        def make(self, width):
            self.w = self.add_weight(name="w", shape=(width, 3))

        def __init__(self):
            super().__init__()
            if place == "__init__":
                self.make(5)

        def build(self, input_shape):
            if place == "build":
                self.make(input_shape[-1])
            super().build(input_shape)

        def call(self, x):
            if place == "call":
                self.make(x.shape[-1])
            return x @ self.w

    return Placed()


for version, k in BOTH.items():
    for place in ("__init__", "build", "call"):
        layer = layer_with(k, place)
        before = len(layer.weights)
        problem = refusal(lambda: layer(tf.ones((2, 5))))
        after = [tuple(w.shape) for w in layer.weights]
        print(
            f"{version} | {place:8} | before the first call: {before}, after: {after} {problem[:60]}"
        )
        assert before == (place == "__init__")
        if place == "call" and k is keras:
            assert "ValueError" in problem
        else:
            assert not problem and after == [(5, 3)]

# %% experiment="source_of_dense"
import inspect

source = inspect.getsource(keras.layers.Dense.build)
print("Dense.build calls add_weight", source.count("self.add_weight("), "times")
assert source.count("self.add_weight(") >= 2
