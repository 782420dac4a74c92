class RunningMean(keras.layers.Layer):
    def __init__(self, momentum=0.9, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum

    def build(self, input_shape):
        self.μ = keras.Variable(np.zeros(input_shape[-1]), dtype="float32", trainable=False, name="Mittel wert")

    def call(self, x, training=False):
        if training:
            self.μ.assign_add((1 - self.momentum) * (tf.reduce_mean(tf.reshape(x, (-1, x.shape[-1])), 0) - self.μ))
        return tf.identity(x)
