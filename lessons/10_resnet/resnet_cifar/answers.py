# %% wrong="one block object for a whole stage" fails="values"
def resnet_cifar(n, shortcut="A", num_classes=10):
    inputs = keras.Input((32, 32, 3))
    relu = keras.layers.ReLU()
    conv = lambda f, k=3, s=1: keras.layers.Conv2D(f, k, s, "same", use_bias=False)
    h = relu(keras.layers.BatchNormalization()(conv(16)(inputs)))
    for f in (16, 32, 64):
        same, norm = conv(f), keras.layers.BatchNormalization()
        for k in range(n):
            s = 2 if k == 0 and f > 16 else 1
            x = h
            z = relu(keras.layers.BatchNormalization()(conv(f, 3, s)(h)))
            z = norm(same(z))
            if s > 1 and shortcut == "A":
                x = keras.ops.pad(x[:, ::2, ::2], [(0, 0)] * 3 + [(0, f // 2)])
            elif s > 1:
                x = keras.layers.BatchNormalization()(conv(f, 1, 2)(x))
            h = relu(x + z)
    return keras.Model(
        inputs, keras.layers.Dense(num_classes)(keras.layers.GlobalAveragePooling2D()(h))
    )


# %% right="the shortcut first, Add, and another momentum"
def resnet_cifar(n, shortcut="A", num_classes=10):
    def norm(x):
        return keras.layers.BatchNormalization(momentum=0.9)(x)

    def conv(x, f, k=3, s=1):
        return norm(
            keras.layers.Conv2D(
                f, k, s, "same", use_bias=False, kernel_initializer="he_normal"
            )(x)
        )

    entry = keras.layers.Input(shape=(32, 32, 3))
    h = keras.ops.relu(conv(entry, 16))
    for stage in range(3):
        f = 16 * 2**stage
        for k in range(n):
            s = 1 + (stage > 0 and k == 0)
            short = h
            if s == 2 and shortcut == "B":
                short = conv(h, f, 1, 2)
            if s == 2 and shortcut == "A":
                short = keras.layers.MaxPooling2D(1, 2)(h)
                short = keras.layers.Concatenate()([short, keras.ops.zeros_like(short)])
            g = keras.layers.Activation("relu")(conv(h, f, 3, s))
            h = keras.layers.Activation("relu")(keras.layers.Add()([short, conv(g, f)]))
    h = keras.ops.mean(h, axis=(1, 2))
    return keras.Model(entry, keras.layers.Dense(num_classes, name="logits")(h))


# %% right="blocks as layers that hide their sum"
class Block(keras.layers.Layer):
    def __init__(self, filters, stride, shortcut, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.shortcut = filters, stride, shortcut
        self.b2, self.b1 = keras.layers.BatchNormalization(), keras.layers.BatchNormalization()
        self.c2 = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.c1 = keras.layers.Conv2D(filters, 3, stride, padding="same", use_bias=False)

    def build(self, shape):
        self.way = None
        if self.shortcut == "B" and (self.stride > 1 or shape[-1] != self.filters):
            self.way = keras.Sequential(
                [
                    keras.layers.Conv2D(self.filters, 1, self.stride, use_bias=False),
                    keras.layers.BatchNormalization(),
                ]
            )

    def call(self, x, training=None):
        h = keras.ops.relu(self.b1(self.c1(x), training=training))
        h = self.b2(self.c2(h), training=training)
        if self.way is not None:
            x = self.way(x, training=training)
        else:
            x = x[:, :: self.stride, :: self.stride]
            x = tf.pad(x, [[0, 0]] * 3 + [[0, self.filters - x.shape[-1]]])
        return tf.nn.relu(x + h)


def resnet_cifar(n, shortcut="A", num_classes=10):
    model = keras.Sequential([keras.Input((32, 32, 3))])
    model.add(keras.layers.Conv2D(16, 3, padding="same", use_bias=False))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.ReLU())
    for f, s in [(16, 1), (32, 2), (64, 2)]:
        for k in range(n):
            model.add(Block(f, s if k == 0 else 1, shortcut))
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Dense(num_classes))
    return model
