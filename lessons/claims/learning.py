# %% experiment="same_training"
from sklearn.datasets import make_moons

moons, side = make_moons(256, noise=0.1, random_state=0)
moons, side = moons.astype("float32"), side.astype("float32")[:, None]


def deep(k, join):
    seed(1)
    inputs = k.layers.Input((2,))
    h = k.layers.Dense(16, activation="tanh")(inputs)
    for _ in range(24):
        h = join(h, k.layers.Dense(16, activation="tanh")(h))
    model = k.Model(inputs, k.layers.Dense(1, activation="sigmoid")(h))
    model.compile(optimizer=k.optimizers.SGD(0.02), loss="binary_crossentropy")
    history = model.fit(moons, side, epochs=8, batch_size=32, shuffle=False, verbose=0)
    return history.history["loss"]


for version, k in BOTH.items():
    plus = deep(k, lambda x, f: x + f)
    layer = deep(k, lambda x, f: k.layers.Add()([x, f]))
    plain = deep(k, lambda x, f: f)
    for name, losses in {"+": plus, "Add": layer, "no shortcut": plain}.items():
        print(f"{version} | {name:11} | loss {losses[0]:.4f} -> {losses[-1]:.4f}")
    assert plus == layer  # to the last digit
    assert plus[-1] < plus[0] and plus[-1] < plain[-1] - 0.1

# %% experiment="plus_in_a_layer"
for version, k in BOTH.items():

    class Shortcut(k.layers.Layer):
        def __init__(self):
            super().__init__()
            self.hidden = k.layers.Dense(4, activation="tanh")

        def call(self, x):
            return x + self.hidden(x)

    seed()
    data = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
    model = k.Sequential([k.layers.Input((4,)), Shortcut(), k.layers.Dense(1)])
    model.compile(optimizer=k.optimizers.SGD(0.05), loss="mse")
    before = model.get_weights()
    losses = model.fit(data, data.sum(1, keepdims=True), epochs=5, verbose=0).history["loss"]
    steps = [moved([a], [b]) for a, b in zip(before, model.get_weights(), strict=True)]
    print(
        f"{version} | loss {round(losses[0], 2)} -> {round(losses[-1], 2)} | moved: {np.round(steps, 3)}"
    )
    assert losses[-1] < 0.7 * losses[0] and len(steps) == 4 and min(steps) > 0

# %% experiment="convolution_with_plus"
images = np.random.default_rng(0).random((32, 28, 28, 1)).astype("float32")
target = np.repeat(1 - images, 32, axis=-1)
for version, k in BOTH.items():
    seed()
    inputs = k.layers.Input((28, 28, 1))
    conv = k.layers.Conv2D(32, 3, padding="same")
    model = k.Model(inputs, conv(inputs) + inputs)
    model.compile(optimizer=k.optimizers.SGD(0.01), loss="mse")
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(images) - target) ** 2)
    norms = [float(np.linalg.norm(g)) for g in tape.gradient(loss, conv.trainable_variables)]
    losses = model.fit(images, target, epochs=3, verbose=0).history["loss"]
    print(version, "| sizes of gradients", np.round(norms, 3), "| loss", np.round(losses, 4))
    assert min(norms) > 0 and losses[0] > losses[1] > losses[2]
    assert model.output_shape == (
        None,
        28,
        28,
        32,
    )  # one channel was added to all 32, in silence
