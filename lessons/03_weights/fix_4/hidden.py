"""fix_4: weights are made in build, where the input's shape is known (keras-io: Layer.build)."""

from autograder.exercise import Layer

exercise = Layer("fix_4", minutes=4, difficulty="easy", points={"builds": 2, "weights": 1, "values": 1}, core=False)
exercise.weight("scale", lambda shape: (shape[-1],), start=1.0)
exercise.case(7, 3)
exercise.case(2, 5, 11)
exercise.case(5, 1)


@exercise.reference
def scaled(x, w, training):
    return w.scale * x


in_call = exercise.mistake_when(
    "in_call",
    "The weight is still made in `call`. By then the layer counts as built, and Keras 3 refuses new weights. Move the line "
    "to `build(self, input_shape)`.",
    rung="builds",
    misconception="M09",
    stage="call",
    message="cannot add new elements of state",
)
untracked = exercise.mistake_when(
    "untracked",
    "The error is gone, and so is the weight: a tf.Variable attribute is not tracked by Keras 3. Use add_weight, in "
    "`build`.",
    rung="weights",
    misconception="M07",
    trainable=0,
    untracked=1,
)

# -- known answers ------------------------------------------------------------------------------------------------

WEIGHT = 'self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")'
FORMULA = "return self.scale * inputs"

exercise.wrong(
    "left as it was",
    fails="builds",
    as_=in_call,
    code="""
class fix_4(keras.layers.Layer):
    def call(self, inputs):
        self.scale = self.add_weight(name="scale", shape=(inputs.shape[-1],), initializer="ones")
        return self.scale * inputs
""",
)
exercise.wrong(
    "guarded by hasattr",
    fails="builds",
    as_=in_call,
    code="""
class fix_4(keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        if not hasattr(self, "scale"):
            self.scale = self.add_weight(name="scale", shape=(inputs.shape[-1],), initializer="ones")
        return self.scale * inputs
""",
)
exercise.wrong(
    "a tf.Variable in its place",
    fails="weights",
    as_=untracked,
    change={WEIGHT: "tf.Variable(tf.ones((input_shape[-1],)))"},
)
exercise.wrong("a shape out of the air", fails="builds", change={"shape=(input_shape[-1],)": "shape=(3,)"})
exercise.wrong("one number for all channels", fails="weights", change={"shape=(input_shape[-1],)": "shape=()"})
exercise.wrong("all axes but the batch", fails="weights", change={"shape=(input_shape[-1],)": "shape=input_shape[1:]"})
exercise.wrong("starts at zeros", fails="starts", change={'initializer="ones"': 'initializer="zeros"'})
exercise.wrong("added in place of multiplied", fails="starts", change={FORMULA: "return self.scale + inputs"})
exercise.wrong("the weight is not used", fails="values", change={FORMULA: "return inputs + 0.0 * self.scale"})

exercise.right("TensorFlow inside", change={FORMULA: "return tf.multiply(inputs, self.scale)"})
exercise.right("keras.Variable", change={WEIGHT: "keras.Variable(np.ones(input_shape[-1], 'float32'))"})
exercise.right(
    "another name and super().build",
    change={WEIGHT: WEIGHT.replace('"scale"', '"w"') + "\n        super().build(input_shape)"},
)
