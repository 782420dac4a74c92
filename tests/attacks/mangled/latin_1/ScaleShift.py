class ScaleShift(keras.layers.Layer):
    """Größe mal Eingabe, plus Übertrag."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.größe = self.add_weight(name="größe", shape=(input_shape[-1],), initializer="ones")
        self.übertrag = self.add_weight(name="übertrag", shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        return self.größe * inputs + self.übertrag
