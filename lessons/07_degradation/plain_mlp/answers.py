# %% wrong="one_shared"
def plain_mlp(depth, width, n_out):
    first = keras.layers.Dense(width, activation="relu", kernel_initializer="he_normal")
    inner = keras.layers.Dense(width, activation="relu", kernel_initializer="he_normal")
    inputs = keras.Input((2,))
    h = first(inputs)
    for _ in range(depth - 1):
        h = inner(h)
    return keras.Model(inputs, keras.layers.Dense(n_out)(h))


# %% wrong="a shortcut around each layer but the first" fails="values"
def plain_mlp(depth, width, n_out):
    inputs = keras.Input((2,))
    h = keras.layers.Dense(width, activation="relu", kernel_initializer="he_normal")(inputs)
    for _ in range(depth - 1):
        h = h + keras.layers.Dense(width, activation="relu", kernel_initializer="he_normal")(h)
    return keras.Model(inputs, keras.layers.Dense(n_out)(h))


# %% right="uniform, and ReLU layers"
def plain_mlp(depth, width, n_out):
    layers = []
    for _ in range(depth):
        layers += [
            keras.layers.Dense(width, kernel_initializer="he_uniform"),
            keras.layers.ReLU(),
        ]
    return keras.Sequential(
        [*layers, keras.layers.Dense(n_out, kernel_initializer="he_normal")]
    )


# %% right="a functional model"
def plain_mlp(depth, width, n_out):
    inputs = keras.Input((6,))
    h = inputs
    for _ in range(depth):
        h = keras.layers.Dense(width, "relu", kernel_initializer=keras.initializers.HeNormal())(
            h
        )
    return keras.Model(inputs, keras.layers.Dense(n_out)(h))


# %% right="a hand-written initializer, and zeros for the outputs"
def he(shape, dtype=None):
    return tf.random.normal(shape, stddev=(2 / shape[0]) ** 0.5)


def plain_mlp(depth, width, n_out):
    hidden = [
        keras.layers.Dense(width, tf.nn.relu, kernel_initializer=he) for _ in range(depth)
    ]
    return keras.Sequential(
        hidden + [keras.layers.Dense(n_out, "linear", kernel_initializer="zeros")]
    )


# %% right="VarianceScaling, a model in a model"
def plain_mlp(depth, width, n_out):
    body = keras.Sequential()
    for k in range(depth):
        start = keras.initializers.VarianceScaling(2.0, "fan_in", "uniform")
        body.add(
            keras.layers.Dense(
                width, activation=keras.activations.relu, kernel_initializer=start
            )
        )
    return keras.Sequential([body, keras.layers.Dense(n_out)])


# %% right="a subclass, outputs made first"
class Plain(keras.Model):
    def __init__(self, depth, width, n_out):
        super().__init__()
        self.out = keras.layers.Dense(n_out)
        self.stack = [
            keras.layers.Dense(width, kernel_initializer="he_normal") for _ in range(depth)
        ]

    def call(self, x):
        for layer in self.stack:
            x = keras.ops.relu(layer(x))
        return self.out(x)


def plain_mlp(depth, width, n_out):
    return Plain(depth, width, n_out)
