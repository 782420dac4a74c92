class ScaleShift(layers.Layer):
    def build(self, input_shape):
        self.parts = [self.add_weight(shape=last(input_shape), initializer=start) for start in ("ones", "zeros")]

    def call(self, inputs):
        return self.parts[0] * inputs + self.parts[1]
