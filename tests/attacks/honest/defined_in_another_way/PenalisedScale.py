def _init(self, l2, **kwargs):
    keras.layers.Layer.__init__(self, **kwargs)
    self.l2 = l2


def _build(self, shape):
    self.scale = self.add_weight(shape=(shape[-1],), initializer="ones", regularizer=keras.regularizers.L2(self.l2))


PenalisedScale = type(
    "PenalisedScale",
    (keras.layers.Layer,),
    {"__init__": _init, "build": _build, "call": lambda self, inputs: self.scale * inputs},
)
