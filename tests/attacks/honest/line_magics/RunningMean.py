keras.layers.Layer?


class RunningMean(keras.layers.Layer):
    """Return the inputs unchanged and keep a running mean of each channel while training."""

    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        self.mean = self.add_weight(name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False)

    def call(self, inputs, training=False):
        if training:
            axes = tuple(range(len(inputs.shape) - 1))
            batch_mean = keras.ops.mean(inputs, axis=axes)
            self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * batch_mean)
        return inputs


?RunningMean
RunningMean.call??
