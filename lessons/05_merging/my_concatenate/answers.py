# %% right="checked in build, no get_config"
class MyConcatenate(keras.layers.Layer):
    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.where = axis

    def build(self, shapes):
        if not isinstance(shapes[0], (tuple, list)):
            raise ValueError("a list is needed")

    def call(self, tensors):
        return keras.ops.concatenate(tensors, self.where)


# %% right="one after the other"
class MyConcatenate(keras.Layer):
    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        if tf.is_tensor(inputs) or not hasattr(inputs, "__len__"):
            raise ValueError("no list")
        whole, *others = inputs
        for other in others:
            whole = tf.concat([whole, other], axis=self.axis)
        return whole

    def get_config(self):
        config = super().get_config()
        config.update(axis=self.axis)
        return config
