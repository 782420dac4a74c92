# %% right="a list of two, and a Concatenate"
class fix_1(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norms = [
            keras.layers.BatchNormalization(center=False, scale=False) for _ in range(2)
        ]
        self.join = keras.layers.Concatenate()

    def call(self, x):
        return self.join(
            [norm(view) for norm, view in zip(self.norms, (x, keras.ops.square(x)))]
        )


# %% right="one normalisation of the two views side by side"
class fix_1(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norm = keras.layers.BatchNormalization(center=False, scale=False)

    def call(self, inputs, training=None):
        both = keras.ops.concatenate([inputs, inputs**2], axis=-1)
        return self.norm(both, training=training)


# %% right="a model class with its normalisations in a dict"
class fix_1(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norms = {
            power: keras.layers.BatchNormalization(center=False, scale=False)
            for power in ("first", "second")
        }

    def call(self, inputs):
        views = self.norms["first"](inputs), self.norms["second"](keras.ops.square(inputs))
        return keras.ops.concatenate(views, axis=1)

    def get_config(self):
        return {"name": self.name, "dtype": self.dtype_policy.name}


# %% wrong="one_for_all_layers"
NORMS = [keras.layers.BatchNormalization(center=False, scale=False) for _ in range(2)]


class fix_1(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.norms = NORMS

    def call(self, inputs, training=None):
        plain = self.norms[0](inputs, training=training)
        squared = self.norms[1](inputs**2, training=training)
        return keras.ops.concatenate([plain, squared], axis=-1)


# %% wrong="one pair for each number of channels, in all layers" fails="state"
KEPT = {}


class fix_1(keras.layers.Layer):
    def build(self, input_shape):
        make = keras.layers.BatchNormalization
        if input_shape[-1] not in KEPT:
            KEPT[input_shape[-1]] = [make(center=False, scale=False) for _ in range(2)]
        self.norms = KEPT[input_shape[-1]]

    def call(self, inputs, training=None):
        plain = self.norms[0](inputs, training=training)
        squared = self.norms[1](inputs**2, training=training)
        return keras.ops.concatenate([plain, squared], axis=-1)
