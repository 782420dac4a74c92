# %% right="lists of parts, the shortcut a layer of its own"
class Bottleneck(keras.layers.Layer):
    def __init__(self, filters, stride=1, expansion=4, **kwargs):
        super().__init__(**kwargs)
        self.made = filters, stride, filters * expansion

    def build(self, shape):
        narrow, stride, wide = self.made

        def pair(f, k, s=1):
            return [
                keras.layers.Conv2D(f, k, s, "same", use_bias=False),
                keras.layers.BatchNormalization(),
            ]

        self.way = keras.layers.Identity()
        if (stride, shape[-1]) != (1, wide):
            self.way = keras.Sequential(pair(wide, 1, stride))
        self.parts = [
            *pair(narrow, 1),
            keras.layers.ReLU(),
            *pair(narrow, 3, stride),
            keras.layers.ReLU(),
            *pair(wide, 1),
        ]

    def call(self, x):
        y = x
        for part in self.parts:
            y = part(y)
        return tf.nn.relu(keras.layers.add([self.way(x), y]))


# %% right="declared from the end, the shortcut computed first"
class Bottleneck(keras.layers.Layer):
    def __init__(self, filters, stride=1, expansion=4, **kwargs):
        super().__init__(**kwargs)
        out = filters * expansion
        self.stride, self.out = stride, out
        self.relu = keras.layers.ReLU()
        self.add = keras.layers.Add()
        self.norms = [keras.layers.BatchNormalization() for _ in range(3)]
        self.up = keras.layers.Conv2D(out, 1, padding="same", use_bias=False)
        self.look = keras.layers.Conv2D(
            filters, (3, 3), (stride, stride), padding="same", use_bias=False
        )
        self.down = keras.layers.Conv2D(filters, 1, padding="same", use_bias=False)

    def build(self, shape):
        self.adapt = None
        if self.stride > 1 or shape[-1] != self.out:
            self.adapt_norm = keras.layers.BatchNormalization()
            self.adapt = keras.layers.Conv2D(self.out, 1, self.stride, use_bias=False)

    def call(self, x, training=False):
        short = x if self.adapt is None else self.adapt_norm(self.adapt(x), training=training)
        h = self.relu(self.norms[2](self.down(x), training=training))
        h = self.relu(self.norms[0](self.look(h), training=training))
        return self.relu(self.add([self.norms[1](self.up(h), training=training), short]))


# %% right="kernels by hand"
class Bottleneck(keras.layers.Layer):
    def __init__(self, filters, stride=1, expansion=4, **kwargs):
        super().__init__(**kwargs)
        self.f, self.s, self.e = filters, stride, expansion

    def build(self, shape):
        c, f, out = shape[-1], self.f, self.f * self.e
        self.plan = [(1, c, f, 1), (3, f, f, self.s), (1, f, out, 1)]
        if self.s != 1 or c != out:
            self.plan.append((1, c, out, self.s))
        self.k = [
            self.add_weight(name=f"k{i}", shape=(k, k, a, b))
            for i, (k, a, b, _) in enumerate(self.plan)
        ]
        self.n = [keras.layers.BatchNormalization() for _ in self.plan]

    def step(self, i, x, training):
        return self.n[i](tf.nn.conv2d(x, self.k[i], self.plan[i][3], "SAME"), training=training)

    def call(self, x, training=None):
        h = tf.nn.relu(self.step(0, x, training))
        h = tf.nn.relu(self.step(1, h, training))
        h = self.step(2, h, training)
        return tf.nn.relu(h + (self.step(3, x, training) if len(self.plan) == 4 else x))
