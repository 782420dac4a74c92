# %% right="keras.Variable and a flattened batch"
class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.rate = 1.0 - momentum
        self.momentum = momentum

    def build(self, input_shape):
        self.state = keras.Variable(
            np.zeros(input_shape[-1], "float32"), trainable=False, name="m"
        )

    def call(self, x, training=None):
        if not training:
            return x
        flat = keras.ops.reshape(x, (-1, x.shape[-1]))
        self.state.assign(self.state - self.rate * (self.state - keras.ops.mean(flat, axis=0)))
        return x


# %% right="an early return"
class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        self.state = keras.Variable(np.zeros(input_shape[-1], "float32"), trainable=False)

    def call(self, x, training=False):
        if not training:
            return x
        average = x
        while len(average.shape) > 1:
            average = keras.ops.mean(average, axis=0)
        m = self.momentum
        self.state.assign(m * self.state.value + (1 - m) * average)
        return x
