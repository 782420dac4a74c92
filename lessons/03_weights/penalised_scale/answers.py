# %% wrong="untracked"
class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        self.scale = tf.Variable(tf.ones((input_shape[-1],)))

    def call(self, inputs):
        self.add_loss(self.l2 * tf.reduce_sum(self.scale**2))
        return self.scale * inputs


# %% right="keras.Variable with a regularizer"
class PenalisedScale(keras.layers.Layer):
    def __init__(self, l2, **kwargs):
        super().__init__(**kwargs)
        self.l2 = l2

    def build(self, input_shape):
        self.factor = keras.Variable(np.ones(input_shape[-1], "float32"))
        self.factor.regularizer = keras.regularizers.L2(self.l2)

    def call(self, inputs):
        return tf.multiply(inputs, self.factor)
