def _build(self, input_shape):
    penalty = keras.regularizers.L2(self.l2)
    self.scale = self.add_weight(name="scale", shape=input_shape[-1:], initializer="ones", regularizer=penalty)


PenalisedScale.build = _build
