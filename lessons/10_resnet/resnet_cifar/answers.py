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


# %% right="a model class that is not built yet, with lesson 09's blocks in a list"
class Norm(keras.layers.Layer):
    """A convolution and its normalisation."""

    def __init__(self, filters, kernel_size=3, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.conv = keras.layers.Conv2D(
            filters, kernel_size, stride, padding="same", use_bias=False
        )
        self.norm = keras.layers.BatchNormalization()

    def call(self, x, training=None):
        return self.norm(self.conv(x), training=training)


class BasicBlock(keras.layers.Layer):
    def __init__(self, filters, stride, shortcut, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.shortcut = filters, stride, shortcut
        self.branch = {"a": Norm(filters, 3, stride), "b": Norm(filters)}

    def build(self, input_shape):
        self.missing = self.filters - input_shape[-1]
        self.projection = None
        if self.shortcut == "B" and self.missing:
            self.projection = Norm(self.filters, 1, self.stride)

    def call(self, x, training=None):
        h = keras.ops.relu(self.branch["a"](x, training=training))
        h = self.branch["b"](h, training=training)
        if self.projection is not None:
            x = self.projection(x, training=training)
        elif self.missing:
            x = keras.ops.pad(
                x[:, :: self.stride, :: self.stride], [(0, 0)] * 3 + [(0, self.missing)]
            )
        return keras.ops.relu(x + h)


class Network(keras.Model):
    def __init__(self, n, shortcut, num_classes):
        super().__init__()
        self.stem = Norm(16)
        self.stages = [
            [BasicBlock(f, 2 if f > 16 and k == 0 else 1, shortcut) for k in range(n)]
            for f in (16, 32, 64)
        ]
        self.pool = keras.layers.GlobalAveragePooling2D()
        self.head = keras.layers.Dense(num_classes)

    def call(self, x, training=None):
        h = keras.ops.relu(self.stem(x, training=training))
        for stage in self.stages:
            for block in stage:
                h = block(h, training=training)
        return self.head(self.pool(h))


def resnet_cifar(n, shortcut="A", num_classes=10):
    return Network(n, shortcut, num_classes)


# %% right="a model class, built by a call inside build, its mode left to Keras"
class Unit(keras.layers.Layer):
    def __init__(self, filters, stride, shortcut, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride, self.shortcut = filters, stride, shortcut

    def build(self, input_shape):
        def pair(kernel_size, stride):
            return [
                keras.layers.Conv2D(self.filters, kernel_size, stride, "same", use_bias=False),
                keras.layers.BatchNormalization(),
            ]

        self.layers = [*pair(3, self.stride), keras.layers.ReLU(), *pair(3, 1)]
        self.missing = self.filters - input_shape[-1]
        self.way = pair(1, self.stride) if self.missing and self.shortcut == "B" else []

    def call(self, x):
        h, short = x, x
        for layer in self.layers:
            h = layer(h)
        for layer in self.way:
            short = layer(short)
        if self.missing and not self.way:
            short = short[:, :: self.stride, :: self.stride]
            short = keras.ops.pad(short, [[0, 0]] * 3 + [[0, self.missing]])
        return keras.ops.relu(short + h)


class Tower(keras.Model):
    def __init__(self, n, shortcut, num_classes):
        super().__init__()
        self.parts = {"stem": keras.layers.Conv2D(16, 3, padding="same", use_bias=False)}
        self.parts["norm"] = keras.layers.BatchNormalization()
        self.parts["head"] = keras.layers.Dense(num_classes)
        self.units = [
            Unit(f, 1 + (f > 16 and k == 0), shortcut) for f in (16, 32, 64) for k in range(n)
        ]

    def call(self, x):
        h = keras.ops.relu(self.parts["norm"](self.parts["stem"](x)))
        for unit in self.units:
            h = unit(h)
        return self.parts["head"](keras.ops.mean(h, axis=[1, 2]))


def resnet_cifar(n, shortcut="A", num_classes=10):
    model = Tower(n, shortcut, num_classes)
    model.build((None, 32, 32, 3))
    return model


# %% right="submodels: each stage a functional model of its own"
def resnet_cifar(n, shortcut="A", num_classes=10):
    def conv_bn(x, filters, size=3, stride=1):
        x = keras.layers.Conv2D(filters, size, stride, padding="same", use_bias=False)(x)
        return keras.layers.BatchNormalization()(x)

    def stage(shape, filters):
        entry = h = keras.Input(shape)
        for k in range(n):
            stride = 2 if k == 0 and filters > 16 else 1
            z = conv_bn(keras.ops.relu(conv_bn(h, filters, 3, stride)), filters)
            missing = filters - h.shape[-1]
            if missing and shortcut == "A":
                h = keras.ops.pad(h[:, ::2, ::2], [(0, 0)] * 3 + [(0, missing)])
            elif missing:
                h = conv_bn(h, filters, 1, 2)
            h = keras.ops.relu(h + z)
        return keras.Model(inputs=entry, outputs=h)

    image = keras.Input((32, 32, 3))
    h = keras.ops.relu(conv_bn(image, 16))
    for filters in (16, 32, 64):
        h = stage(h.shape[1:], filters)(h)
    h = keras.layers.GlobalAveragePooling2D()(h)
    return keras.Model(image, keras.layers.Dense(num_classes)(h))


# %% wrong="the blocks after a stage's second one are one object" mistake="blocks_shared"
def resnet_cifar(n, shortcut="A", num_classes=10):
    def conv_bn(filters, kernel_size=3, stride=1):
        return keras.Sequential(
            [
                keras.layers.Conv2D(filters, kernel_size, stride, "same", use_bias=False),
                keras.layers.BatchNormalization(),
            ]
        )

    inputs = keras.Input((32, 32, 3))
    h = keras.ops.relu(conv_bn(16)(inputs))
    for filters in (16, 32, 64):
        for k in range(n):
            stride = 2 if k == 0 and filters > 16 else 1
            if k < 2:
                first, second = conv_bn(filters, 3, stride), conv_bn(filters)
            z = second(keras.ops.relu(first(h)))
            missing = filters - h.shape[-1]
            if missing and shortcut == "A":
                h = keras.ops.pad(h[:, ::stride, ::stride], [(0, 0)] * 3 + [(0, missing)])
            elif missing:
                h = conv_bn(filters, 1, stride)(h)
            h = keras.ops.relu(h + z)
    h = keras.layers.GlobalAveragePooling2D()(h)
    return keras.Model(inputs, keras.layers.Dense(num_classes)(h))
