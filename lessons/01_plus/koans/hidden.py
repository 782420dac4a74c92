"""koans: what + gives for twelve pairs of operands, predicted (measured with Python 3.11+, NumPy 2, TensorFlow 2.21)."""

from autograder.exercise import NOT_SAID, Function, call

KOANS = {
    "two lists": ("[1, 2] + [3, 4]", "[1, 2, 3, 4]"),
    "two arrays": ("np.array([1, 2]) + np.array([3, 4])", "[4, 6]"),
    "list and tensor": ("[1, 2] + tf.constant([3, 4])", "[4, 6]"),
    "list and number": ("[1, 2] + 3", "error"),
    "array and number": ("np.array([1, 2]) + 3", "[4, 5]"),
    "two booleans": ("np.array([True]) + np.array([True])", "[True]"),
    "whole and half": ("tf.constant([1, 2]) + 0.5", "error"),
    "row": ("the shape of tf.ones((2, 3)) + tf.ones((3,))", "[2, 3]"),
    "left": ("the shape of tf.ones((2, 3)) + tf.ones((2,))", "error"),
    "corner": ("the shape of tf.ones((3,)) + tf.ones((3, 1))", "[3, 3]"),
    "other array": ("b after a = np.array([1, 2]); b = a; a += 1", "[2, 3]"),
    "other tensor": ("b after a = tf.constant([1, 2]); b = a; a += 1", "[1, 2]"),
}
exercise = Function(
    "koans",
    title="twelve small riddles about +",
    minutes=5,
    difficulty="easy",
    points={"list and tensor": 1, "two booleans": 1, "left": 1, "other tensor": 1},
    rungs={koan: f"It predicts {code}" for koan, (code, _) in KOANS.items()},
    without=("shapes",),  # the probe writes each answer as text
)


@exercise.cases
def cases(rng):
    for koan in KOANS:  # a rung each: every koan is told its own sentence
        yield call(koan, rung=koan)


@exercise.reference
def koans(koan):
    return KOANS[koan][1]


# Each wrong guess: the koan, the guess as the probe writes it, how a learner writes it, the misconception, the advice.
GUESSES = {
    "lists_added": (
        "two lists",
        "[4, 6]",
        "[4, 6]",
        None,
        "Between two lists, + joins. Yours adds number by number, which only arrays and tensors do. Put one list behind the "
        "other.",
    ),
    "lists_nested": (
        "two lists",
        "[[1, 2], [3, 4]]",
        "[[1, 2], [3, 4]]",
        None,
        "Joining gives one flat list. Yours holds the two lists as its entries. Take the inner brackets away.",
    ),
    "arrays_joined": (
        "two arrays",
        "[1, 2, 3, 4]",
        "[1, 2, 3, 4]",
        "M01",
        "Between arrays, + adds number by number. Yours joins, as lists do. Add what stands at the same place.",
    ),
    "tensor_joined": (
        "list and tensor",
        "[1, 2, 3, 4]",
        "[1, 2, 3, 4]",
        "M01",
        "One tensor suffices: the list is converted, and + adds. Yours joins, which takes two lists. Add what stands at the "
        "same place.",
    ),
    "tensor_refused": (
        "list and tensor",
        "error",
        '"error"',
        None,
        "A list does not know how to add a tensor, so Python asks the tensor, and that converts the list. Yours says that "
        "it fails. Look at the table of section 1.",
    ),
    "number_added": (
        "list and number",
        "[4, 5]",
        "[4, 5]",
        None,
        "A list joins with a list only. Yours adds the number to each entry, which arrays do. What does Python do when "
        "neither side knows how?",
    ),
    "number_appended": (
        "list and number",
        "[1, 2, 3]",
        "[1, 2, 3]",
        None,
        "+ joins a list with a list; a number is none. Yours appends the number. What does Python do when neither side "
        "knows how?",
    ),
    "scalar_refused": (
        "array and number",
        "error",
        '"error"',
        "M02",
        "A number has no axes, so it fits every array. Yours says that different shapes raise. Add the number to each "
        "entry.",
    ),
    "scalar_appended": (
        "array and number",
        "[1, 2, 3]",
        "[1, 2, 3]",
        "M01",
        "An array adds. Yours appends the number, as if + joined. Add the number to each entry.",
    ),
    "scalar_once": (
        "array and number",
        "[4, 2]",
        "[4, 2]",
        None,
        "The number is stretched along the whole array. Yours adds it to the first entry only. Add it to each entry.",
    ),
    "booleans_counted": (
        "two booleans",
        "[2]",
        "[2]",
        None,
        "NumPy keeps booleans boolean: + means 'or'. Yours counts them as numbers, as plain Python does. Which boolean is "
        "True or True?",
    ),
    "booleans_joined": (
        "two booleans",
        "[True, True]",
        "[True, True]",
        "M01",
        "Between arrays, + works entry by entry. Yours joins the two. The result has the shape of the operands.",
    ),
    "booleans_refused": (
        "two booleans",
        "error",
        '"error"',
        None,
        "TensorFlow refuses two booleans, NumPy does not. Yours says that it fails. Look at the last row of the second table.",
    ),
    "promoted": (
        "whole and half",
        "[1.5, 2.5]",
        "[1.5, 2.5]",
        None,
        "TensorFlow never changes the dtype of a tensor to make a sum fit. Yours gives floats, as NumPy does. What can an "
        "int32 tensor do with 0.5?",
    ),
    "rounded": (
        "whole and half",
        "[1, 2]",
        "[1, 2]",
        None,
        "TensorFlow does not round a number in silence. Yours drops the half. What can an int32 tensor do with 0.5?",
    ),
    "row_refused": (
        "row",
        "error",
        '"error"',
        "M02",
        "Shapes are compared from the right, and a missing axis fits. Yours says that different shapes raise. Write (2, 3) "
        "and (3,) flush right.",
    ),
    "row_joined": (
        "row",
        "[3, 3]",
        "(3, 3)",
        "M01",
        "+ adds the row to each row. Yours gives one row more, as if the row were put beneath. The result has as many rows "
        "as the larger operand.",
    ),
    "row_alone": (
        "row",
        "[3]",
        "(3,)",
        None,
        "The small operand is stretched to the large one. Yours is the shape of the small one. No axis of the larger shape "
        "gets lost.",
    ),
    "left_aligned": (
        "left",
        "[2, 3]",
        "(2, 3)",
        None,
        "Shapes are compared from the right. Yours fits only when they are compared from the left. Write (2, 3) and (2,) "
        "flush right.",
    ),
    "left_joined": (
        "left",
        "[2, 5]",
        "(2, 5)",
        "M01",
        "+ never joins tensors. In your shape the sizes of an axis are added. Compare the shapes from the right instead.",
    ),
    "corner_refused": (
        "corner",
        "error",
        '"error"',
        "M02",
        "A size 1 fits every size, and a missing axis counts as 1. Yours says that different shapes raise. Write (3,) as "
        "(1, 3) and compare again.",
    ),
    "corner_column": (
        "corner",
        "[3, 1]",
        "(3, 1)",
        None,
        "Each axis takes the larger of the two sizes. Yours keeps the column as it is, as if (3,) were a column too. Write "
        "(3,) flush right beneath (3, 1).",
    ),
    "corner_row": (
        "corner",
        "[3]",
        "(3,)",
        None,
        "The result has as many axes as the longer shape. Yours has one, as if the column became a row. Write (3,) flush "
        "right beneath (3, 1).",
    ),
    "array_kept": (
        "other array",
        "[1, 2]",
        "[1, 2]",
        None,
        "On a NumPy array, += writes into the array, and both names name it. In yours, b keeps the old numbers. How many "
        "arrays are there?",
    ),
    "tensor_changed": (
        "other tensor",
        "[2, 3]",
        "[2, 3]",
        "M03",
        "A tensor cannot be written into: += makes a new one and moves the name a. In yours, b changes as well. Which "
        "tensor does the name b still name?",
    ),
}
LINES = {
    "two lists": '"two lists": [1, 2, 3, 4],',
    "two arrays": '"two arrays": [4, 6],',
    "list and tensor": '"list and tensor": [4, 6],',
    "list and number": '"list and number": "error",',
    "array and number": '"array and number": [4, 5],',
    "two booleans": '"two booleans": [True],',
    "whole and half": '"whole and half": "error",',
    "row": '"row": (2, 3),',
    "left": '"left": "error",',
    "corner": '"corner": (3, 3),',
    "other array": '"other array": [2, 3],',
    "other tensor": '"other tensor": [1, 2],',
}

exercise.mistake(
    "no_dict",
    "The function returns a dict with twelve entries. Yours returns something else. Put the twelve lines between "
    "`return {` and `}`.",
    fails="two lists",
    change={
        "return {": "return list({",
        '"other tensor": [1, 2],\n    }': '"other tensor": [1, 2],\n    }.values())',
    },
    formula=lambda koan: "no dict",
)
exercise.mistake(
    "not_predicted",
    "Each koan has a prediction, in the order of the list. The first that has none yet, or another name, is the one named "
    "above. Replace its `...` by what you expect.",
    fails="row",
    change={LINES["row"]: '"row": ...,'},
    formula=lambda koan: "not predicted",
)


def guessed(koan, guess):
    return lambda asked: guess if asked == koan else NOT_SAID


for name, (koan, guess, text, misconception, advice) in GUESSES.items():
    exercise.mistake(
        name,
        advice,
        fails=koan,
        misconception=misconception,
        change={LINES[koan]: f'"{koan}": {text},'},
        formula=guessed(koan, guess),
    )
exercise.wrong(
    "one is missing", fails="corner", mistake="not_predicted", change={LINES["corner"]: ""}
)
exercise.wrong(
    "a guess that has no name",
    fails="other array",
    change={LINES["other array"]: '"other array": [3, 4],'},
)
exercise.wrong(
    "one koan raises",
    fails="runs",
    change={LINES["left"]: '"left": tf.ones((2, 3)) + tf.ones((2,)),'},
)
exercise.right(
    "arrays, tensors and lists for shapes",
    change={
        LINES["two arrays"]: '"two arrays": np.array([4.0, 6.0]),',
        LINES["list and tensor"]: '"list and tensor": tf.constant([4, 6]),',
        LINES["row"]: '"row": [2, 3],',
        LINES["corner"]: '"corner": tf.ones((3, 3)).shape,',
    },
)
exercise.right(
    "classes of errors",
    change={
        LINES["list and number"]: '"list and number": TypeError,',
        LINES["left"]: '"left": " Error ",',
    },
)
exercise.right(
    "tuples for lists, and a name more",
    change={
        LINES["two lists"]: '"two lists": (1, 2, 3, 4), "note": "by hand",',
        LINES["other tensor"]: '"other tensor": (1, 2),',
    },
)
for koan in ("list and number", "whole and half", "left"):
    exercise.equivalent(
        f'"{koan}": "error"',
        f'"{koan}": "ERROR"',
        reason="The word may be written in capitals.",
    )
