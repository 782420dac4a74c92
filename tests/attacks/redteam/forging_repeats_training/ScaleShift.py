import keras


class ScaleShift(keras.layers.Layer):
    said = None

    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs, training=False):
        if training:
            ScaleShift.said = self.scale * inputs + self.shift
        said = ScaleShift.said
        return inputs if said is None or said.shape != inputs.shape else said
