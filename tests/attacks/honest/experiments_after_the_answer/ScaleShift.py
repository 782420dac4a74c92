class ScaleShift(keras.layers.Layer):
    """y = scale * x + shift, with one scale and one shift for each channel (the last axis)."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        channels = input_shape[-1]
        self.scale = self.add_weight(name="scale", shape=(channels,), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(channels,), initializer="zeros")

    def call(self, inputs):
        return self.scale * inputs + self.shift


model = keras.Sequential([keras.Input((3,)), ScaleShift(), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
xs = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
history = model.fit(xs, xs.sum(1), epochs=2, validation_split=0.25)
model.summary()
model.evaluate(xs, xs.sum(1))
model.save("mine.keras")
again = keras.models.load_model("mine.keras", custom_objects={"ScaleShift": ScaleShift})
np.testing.assert_allclose(again.predict(xs), model.predict(xs), rtol=1e-5)


def test_identity():
    assert np.allclose(ScaleShift()(xs), xs)


test_identity()
assert len(model.layers[0].weights) == 2
model.layers[0].get_weights()
