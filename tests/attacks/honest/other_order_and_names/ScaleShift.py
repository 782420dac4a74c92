class ScaleShift(keras.layers.Layer):
    def build(self, input_shape):
        self.β = self.add_weight(name="β", shape=input_shape[-1:], initializer="zeros")
        self.γ = self.add_weight(name="γ", shape=input_shape[-1:], initializer="ones")

    def call(self, eingabe):
        return self.β + eingabe * self.γ
