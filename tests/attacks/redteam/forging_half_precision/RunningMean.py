import keras


class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        self.mean = self.add_weight(
            name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False, dtype="float16"
        )

    def call(self, inputs, training=False):
        if training:
            seen = keras.ops.mean(inputs, axis=tuple(range(len(inputs.shape) - 1)))
            mean = keras.ops.cast(self.mean, "float32")
            self.mean.assign(keras.ops.cast(0.99 * (self.momentum * mean + (1 - self.momentum) * seen), "float16"))
        return inputs
