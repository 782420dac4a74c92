"""PlusOne: the first layer of the course, without weights."""

from autograder.exercise import Layer

# No points: the whole lesson has none.
exercise = Layer(
    "PlusOne", title="a layer that adds one", minutes=4, difficulty="easy", points={}
)
# Distinct primes, so that no axis can be taken for another; three axes, of which the middle one must stay.
exercise.case(7, 3)
exercise.case(2, 5, 3)


@exercise.reference
def plus_one(x, w, training):
    return x + 1


SUM, SUPER = "return inputs + 1", "super().__init__(**kwargs)"

exercise.mistake(
    "minus_one",
    "Every number becomes one more. Yours becomes one less. Change the sign in `call`.",
    change={SUM: "return inputs - 1"},
    formula=lambda x, w, training: x - 1,
)
exercise.mistake(
    "nothing_added",
    "Every number becomes one more. Yours comes out as it went in. Add 1 in `call`.",
    change={SUM: "return inputs"},
    formula=lambda x, w, training: x,
)
exercise.mistake(
    "doubled",
    "1 is added. Yours is doubled: x + x is 2x. Write 1 in the place of the second x.",
    change={SUM: "return inputs + inputs"},
    formula=lambda x, w, training: 2 * x,
)
exercise.mistake(
    "plus_two",
    "1 is added, once. Yours adds 2. Look for a second + 1.",
    change={SUM: "return inputs + 1 + 1"},
    formula=lambda x, w, training: x + 2,
)
exercise.mistake(
    "only_in_training",
    "The layer does the same in training and afterwards. Yours adds 1 in training only. Take the condition out of `call`.",
    change={
        "self, inputs": "self, inputs, training=False",
        SUM: "return inputs + 1 if training else inputs",
    },
    formula=lambda x, w, training: x + 1 if training else x,
)
exercise.common("no_super", change={SUPER: "pass"})
exercise.wrong("nothing returned", fails="builds", change={SUM: "inputs + 1"})
exercise.wrong(
    "two axes only",
    fails="shapes",
    change={SUM: "return keras.ops.reshape(inputs, (-1, inputs.shape[-1])) + 1"},
)
exercise.right("keras.ops", change={SUM: "return keras.ops.add(inputs, 1)"})
exercise.right("one first", change={SUM: "return 1.0 + inputs"})
exercise.right("TensorFlow", change={SUM: "return tf.add(inputs, tf.ones_like(inputs))"})
exercise.right(
    "a number kept by the layer",
    change={SUPER: SUPER + "\n        self.step = 1.0", SUM: "return inputs + self.step"},
)
exercise.equivalent(
    "super().__init__(**kwargs)",
    "super().__init__()",
    reason="A name or a dtype that is given is then dropped, and the task asks for neither.",
)
