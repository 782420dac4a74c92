# %% right="the branch is a Sequential made in build"
class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters

    def build(self, input_shape):
        half = lambda: [
            keras.layers.Conv2D(self.filters, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
        ]
        self.branch = keras.Sequential([*half(), keras.layers.ReLU(), *half()])
        self.branch.build(input_shape)

    def call(self, inputs):
        return tf.nn.relu(tf.add(self.branch(inputs), inputs))


# %% right="weights by hand, under names that say nothing"
class Normalise(keras.layers.Layer):
    def build(self, shape):
        new = lambda start, trainable: self.add_weight(
            shape=(shape[-1],), initializer=start, trainable=trainable
        )
        self.v, self.m = new("ones", False), new("zeros", False)
        self.b, self.a = new("zeros", True), new("ones", True)

    def call(self, x, training=False):
        mean, variance = self.m, self.v
        if training:
            mean, variance = keras.ops.moments(x, axes=(0, 1, 2))
            self.m.assign(0.99 * self.m + 0.01 * mean)
            self.v.assign(0.99 * self.v + 0.01 * variance)
        return self.a * (x - mean) / keras.ops.sqrt(variance + 0.001) + self.b


class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.norms = [Normalise(), Normalise()]
        self.filters = filters

    def build(self, shape):
        size = (3, 3, self.filters, self.filters)
        self.kernels = [self.add_weight(shape=size) for _ in range(2)]

    def call(self, x):
        h = x
        for kernel, norm in zip(self.kernels, self.norms):
            h = norm(
                tf.nn.conv2d(
                    h if kernel is self.kernels[0] else tf.nn.relu(h), kernel, 1, "SAME"
                )
            )
        return tf.nn.relu(x + h)


# %% right="all weights in one layer"
class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters

    def build(self, shape):
        f = self.filters
        for n in (1, 2):
            for name, start, trainable in (
                ("gamma", "ones", True),
                ("beta", "zeros", True),
                ("mean", "zeros", False),
                ("variance", "ones", False),
            ):
                weight = self.add_weight(
                    name=f"{name}{n}", shape=(f,), initializer=start, trainable=trainable
                )
                setattr(self, f"{name}{n}", weight)
            setattr(self, f"kernel{n}", self.add_weight(name=f"kernel{n}", shape=(3, 3, f, f)))

    def half(self, x, n, training):
        x = keras.ops.conv(x, getattr(self, f"kernel{n}"), padding="same")
        mean, variance = getattr(self, f"mean{n}"), getattr(self, f"variance{n}")
        now = (mean, variance)
        if training:
            now = keras.ops.mean(x, axis=(0, 1, 2)), keras.ops.var(x, axis=(0, 1, 2))
            for kept, new in zip((mean, variance), now):
                kept.assign(kept * 0.99 + new * 0.01)
        x = (x - now[0]) / keras.ops.sqrt(now[1] + 1e-3)
        return getattr(self, f"gamma{n}") * x + getattr(self, f"beta{n}")

    def call(self, inputs, training=False):
        h = keras.ops.relu(self.half(inputs, 1, training))
        return keras.ops.relu(inputs + self.half(h, 2, training))


# %% right="a model class with its sublayers in a dict"
class BasicBlock(keras.Model):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.parts = {}
        for half in ("first", "second"):
            conv = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)
            self.parts[half] = [conv, keras.layers.BatchNormalization()]

    def call(self, x):
        h = x
        for half in self.parts.values():
            h = h if h is x else keras.ops.relu(h)
            for layer in half:
                h = layer(h)
        return keras.ops.relu(x + h)

    def get_config(self):
        return {"filters": self.filters, "name": self.name}


# %% right="the branch is a functional model"
class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters

    def build(self, input_shape):
        h = entry = keras.Input(input_shape[1:])
        for k in range(2):
            h = keras.layers.Conv2D(self.filters, 3, padding="same", use_bias=False)(h)
            h = keras.layers.BatchNormalization()(h)
            h = h if k else keras.layers.ReLU()(h)
        self.branch = keras.Model(entry, h)

    def call(self, x, training=None):
        return keras.ops.relu(keras.layers.add([x, self.branch(x, training=training)]))
