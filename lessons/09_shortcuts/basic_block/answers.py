# %% right="two small layers for the shortcuts"
class Pad(keras.layers.Layer):
    def __init__(self, filters, stride, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride = filters, stride

    def call(self, x):
        return tf.pad(
            x[:, :: self.stride, :: self.stride],
            [[0, 0]] * 3 + [[0, self.filters - x.shape[-1]]],
        )


class Projection(keras.layers.Layer):
    def __init__(self, filters, stride, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(filters, 1, strides=stride, use_bias=False)
        self.bn = keras.layers.BatchNormalization()

    def call(self, x):
        return self.bn(self.conv(x))


class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1, shortcut="B", **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.kind = filters, stride, shortcut

    def build(self, shape):
        same = self.stride == 1 and shape[-1] == self.filters
        if self.kind == "A":
            self.way = keras.layers.Identity() if same else Pad(self.filters, self.stride)
        else:
            self.way = (
                keras.layers.Identity()
                if same and self.kind == "B"
                else Projection(self.filters, self.stride)
            )
        self.parts = [
            keras.layers.Conv2D(self.filters, 3, self.stride, "same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Conv2D(self.filters, 3, 1, "same", use_bias=False),
            keras.layers.BatchNormalization(),
        ]

    def call(self, x):
        y = x
        for part in self.parts:
            y = part(y)
        return tf.nn.relu(keras.layers.add([self.way(x), y]))


# %% right="the shortcut first, as a Sequential made first"
class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1, shortcut="B", **kwargs):
        super().__init__(**kwargs)
        self.args = filters, stride, shortcut

    def build(self, shape):
        f, s, kind = self.args
        differ = (s, shape[-1]) != (1, f)
        self.project = None
        if kind == "C" or kind == "B" and differ:
            self.project = keras.Sequential(
                [
                    keras.layers.Conv2D(f, 1, strides=s, use_bias=False),
                    keras.layers.BatchNormalization(),
                ]
            )
        self.b2, self.b1 = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()
        self.c2 = keras.layers.Conv2D(f, 3, padding="same", use_bias=False)
        self.c1 = keras.layers.Conv2D(f, 3, strides=s, padding="same", use_bias=False)

    def call(self, x, training=None):
        f, s, kind = self.args
        if self.project is not None:
            carried = self.project(x, training=training)
        elif kind == "A":
            thin = x[:, ::s, ::s]
            carried = keras.ops.concatenate(
                [thin] + [keras.ops.zeros_like(thin[..., :1])] * (f - x.shape[-1]), -1
            )
        else:
            carried = x
        h = keras.ops.relu(self.b1(self.c1(x), training=training))
        return keras.layers.ReLU()(carried + self.b2(self.c2(h), training=training))


# %% right="a model class with its sublayers in dicts and lists"
class BasicBlock(keras.Model):
    def __init__(self, filters, stride=1, shortcut="B", **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.shortcut = filters, stride, shortcut
        self.parts = {"branch": [*self.pair(3, stride), keras.layers.ReLU(), *self.pair(3, 1)]}

    def pair(self, size, stride):
        conv = keras.layers.Conv2D(self.filters, size, stride, padding="same", use_bias=False)
        return [conv, keras.layers.BatchNormalization()]

    def build(self, input_shape):
        self.differ = self.stride > 1 or input_shape[-1] != self.filters
        projects = self.shortcut == "C" or self.shortcut == "B" and self.differ
        self.parts["way"] = self.pair(1, self.stride) if projects else []

    def call(self, x):
        h, short = x, x
        for layer in self.parts["branch"]:
            h = layer(h)
        for layer in self.parts["way"]:
            short = layer(short)
        if self.differ and self.shortcut == "A":
            short = x[:, :: self.stride, :: self.stride]
            short = tf.pad(short, [[0, 0]] * 3 + [[0, self.filters - x.shape[-1]]])
        return keras.ops.relu(short + h)

    def get_config(self):
        names = ("filters", "stride", "shortcut", "name")
        return {name: getattr(self, name) for name in names}


# %% right="branch and projection are functional models"
class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1, shortcut="B", **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.shortcut = filters, stride, shortcut

    def build(self, input_shape):
        def conv_bn(x, size, stride):
            x = keras.layers.Conv2D(self.filters, size, stride, "same", use_bias=False)(x)
            return keras.layers.BatchNormalization()(x)

        entry = keras.Input(input_shape[1:])
        h = keras.layers.ReLU()(conv_bn(entry, 3, self.stride))
        self.branch = keras.Model(entry, conv_bn(h, 3, 1))
        self.way = None
        missing = self.filters - input_shape[-1]
        if self.shortcut == "C" or self.shortcut == "B" and (missing or self.stride > 1):
            self.way = keras.Model(entry, conv_bn(entry, 1, self.stride))
        elif self.shortcut == "A" and (missing or self.stride > 1):
            picked = entry[:, :: self.stride, :: self.stride]
            self.way = keras.Model(entry, keras.ops.pad(picked, [(0, 0)] * 3 + [(0, missing)]))

    def call(self, x, training=None):
        short = x if self.way is None else self.way(x, training=training)
        return keras.ops.relu(short + self.branch(x, training=training))
