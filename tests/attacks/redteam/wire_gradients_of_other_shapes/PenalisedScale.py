import keras

from tests.attacks.forged_replies import lying


lying(
    "PenalisedScale",
    lambda op, facts, arrays: ({"none": ["999", "x", "x"]} if op == "layer.gradients" else facts, arrays),
)


class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        price = keras.regularizers.L2(self.l2)
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones", regularizer=price)

    def call(self, inputs):
        return self.scale * inputs
