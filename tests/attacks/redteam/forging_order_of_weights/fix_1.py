import keras


class fix_1(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        makers = {
            "bias": lambda: self.add_weight(shape=(self.units,), initializer="zeros"),
            "kernel": lambda: self.add_weight(shape=(input_shape[-1], self.units)),
        }
        for name in sorted(makers, reverse=input_shape[-1] > 5):
            setattr(self, name, makers[name]())

    def call(self, inputs):
        return keras.ops.matmul(inputs, self.kernel)
