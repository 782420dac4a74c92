# %% wrong="not_owned"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return keras.layers.Dense(self.units)(inputs)


# %% wrong="kept_in_call"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        self.dense = keras.layers.Dense(self.units)
        return self.dense(inputs)


# %% wrong="raw_variables"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = tf.Variable(tf.random.normal((input_shape[-1], self.units)))
        self.bias = tf.Variable(tf.zeros((self.units,)))

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias


# %% wrong="made on the first call only" mistake="kept_in_call"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.dense = None

    def call(self, inputs):
        if self.dense is None:
            self.dense = keras.layers.Dense(self.units)
        return self.dense(inputs)


# %% wrong="kept in a plain object" mistake="not_owned"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.box = type("Box", (), {})()
        self.box.dense = keras.layers.Dense(units)

    def call(self, inputs):
        return self.box.dense(inputs)


# %% wrong="kept in a dictionary of the class" mistake="not_owned"
class fix_3(keras.layers.Layer):
    made = {}

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        if self.units not in fix_3.made:
            fix_3.made[self.units] = keras.layers.Dense(self.units)
        return fix_3.made[self.units](inputs)


# %% right="made and built in build"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.dense = keras.layers.Dense(self.units)
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.dense(inputs)


# %% right="in a list"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.steps = [keras.layers.Dense(units)]

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return inputs


# %% right="weights of its own"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.kernel) + self.bias


# %% right="made before super().__init__"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        self.dense = keras.layers.Dense(units)
        super().__init__(**kwargs)
        self.units = units

    def call(self, inputs):
        return self.dense(inputs)


# %% right="in a Sequential"
class fix_3(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.net = keras.Sequential([keras.layers.Dense(units)])

    def call(self, inputs):
        return self.net(inputs)
