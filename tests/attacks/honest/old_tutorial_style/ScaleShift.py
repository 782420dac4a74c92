class ScaleShift(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super(ScaleShift, self).__init__(**kwargs)
        self.supports_masking = True

    def build(self, input_shape):
        input_shape = tf.TensorShape(input_shape)
        dim = int(input_shape[-1])
        self.scale = self.add_weight(name="scale", shape=[dim], initializer="ones", trainable=True, dtype=tf.float32)
        self.shift = self.add_weight(name="shift", shape=[dim], initializer="zeros", trainable=True, dtype="float32")
        super(ScaleShift, self).build(input_shape)
        self.built = True

    def call(self, inputs, training=None, mask=None):
        return tf.add(tf.multiply(inputs, self.scale), self.shift)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        base_config = super(ScaleShift, self).get_config()
        return dict(list(base_config.items()))
