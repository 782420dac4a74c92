# %% right="reshape with -1"
class MyAdd(keras.layers.Layer):
    def call(self, tensors):
        if isinstance(tensors, (tf.Tensor, keras.KerasTensor)):
            raise ValueError("a list, please")
        sizes = [t.shape[0] for t in tensors if t.shape[0] is not None]
        assert len(set(sizes)) <= 1
        rank = max(map(keras.ops.ndim, tensors))
        lifted = [
            keras.ops.reshape(t, (-1,) + (1,) * (rank - keras.ops.ndim(t)) + tuple(t.shape[1:]))
            for t in tensors
        ]
        total = lifted[0]
        for t in lifted[1:]:
            total = total + t
        return total


# %% right="checked in build"
class MyAdd(keras.layers.Layer):
    def build(self, shapes):
        if not isinstance(shapes[0], (list, tuple)):
            raise ValueError("MyAdd takes a list")
        known = {s[0] for s in shapes if s[0] is not None}
        if len(known) > 1:
            raise ValueError("batch")
        self.rank = max(len(s) for s in shapes)

    def call(self, inputs):
        return sum(x[(slice(None),) + (None,) * (self.rank - len(x.shape))] for x in inputs)


# %% right="two at a time, TensorFlow inside"
from functools import reduce


def plus(a, b):
    if len(a.shape) < len(b.shape):
        return plus(b, a)
    for _ in range(len(a.shape) - len(b.shape)):
        b = tf.expand_dims(b, 1)
    if None not in (a.shape[0], b.shape[0]):
        tf.debugging.assert_equal(a.shape[0], b.shape[0])
    return tf.add(a, b)


class MyAdd(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        if not isinstance(inputs, (list, tuple)):
            raise ValueError(f"not a list: {inputs}")
        return reduce(plus, inputs)
