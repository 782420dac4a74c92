# %% wrong="made_again"
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.make_layer, self.n, self.share = make_layer, n, share

    def call(self, inputs):
        self.steps = (
            [self.make_layer()] * self.n
            if self.share
            else [self.make_layer() for _ in range(self.n)]
        )
        for layer in self.steps:
            inputs = layer(inputs)
        return inputs


# %% wrong="made in call" fails="values"
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.make_layer, self.n, self.share = make_layer, n, share

    def call(self, inputs):
        layers = (
            [self.make_layer()] * self.n
            if self.share
            else [self.make_layer() for _ in range(self.n)]
        )
        for layer in layers:
            inputs = layer(inputs)
        return inputs


# %% right="one attribute, or a list"
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.n, self.share = n, share
        if share:
            self.inner = make_layer()
        else:
            self.inner = [make_layer() for _ in range(n)]

    def call(self, x, training=None):
        for k in range(self.n):
            layer = self.inner if self.share else self.inner[k]
            x = layer(x, training=training)
        return x


# %% right="a Sequential"
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        first = make_layer()
        self.net = keras.Sequential(
            [first, *(first if share else make_layer() for _ in range(n - 1))]
        )

    def call(self, x):
        return self.net(x)


# %% right="made in build"
class Repeat(keras.layers.Layer):
    def __init__(self, make_layer, n, share, **kwargs):
        super().__init__(**kwargs)
        self.make_layer, self.times = make_layer, (1, n) if share else (n, 1)

    def build(self, shape):
        self.layers = tuple(self.make_layer() for _ in range(self.times[0]))

    def call(self, x):
        for layer in self.layers * self.times[1]:
            x = layer(x)
        return x
