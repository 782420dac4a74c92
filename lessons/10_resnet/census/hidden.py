"""census: what a functional model is made of, `+` included (https://keras.io/guides/functional_api/)."""

from autograder.exercise import Function, call

exercise = Function(
    "census",
    minutes=5,
    difficulty="easy",
    points={"values": 2},
)
CASES = {
    "plus": "three blocks with +",
    "add": "two blocks with Add",
    "mixed": "a model with Add, +, * and a ReLU function",
    "shared": "one Dense that is used three times",
    "hidden": "two blocks that hide their addition, and one +",
}
MADE = {
    "plus": {"InputLayer": 1, "Dense": 3, "Add": 3},
    "add": {"InputLayer": 1, "Dense": 2, "Add": 2},
    "mixed": {
        "InputLayer": 1,
        "ReLU": 1,
        "Relu": 1,
        "Add": 2,
        "Multiply": 1,
        "BatchNormalization": 1,
    },
    "shared": {"InputLayer": 1, "Dense": 1},
    "hidden": {"InputLayer": 1, "Hidden": 2, "Add": 1},
}


@exercise.cases
def cases(rng):
    for kind, label in CASES.items():
        yield call(kind, label=label)


def told(counts):
    return {"census": counts, "model kept": True}


@exercise.reference
def census(kind):
    return told(MADE[kind])


FUNCTIONS = {
    "plus": {"Add": 3},
    "mixed": {"Relu": 1, "Add": 1, "Multiply": 1},
    "hidden": {"Add": 1},
}
"""What is an operation and no layer."""


@exercise.mistake(
    "A `+` is an operation and no layer, so `layers` does not list it. Yours counts the layers alone. Look for the model's other "
    "list.",
    rung="shapes",
    misconception="M28",
)
def layers_only(kind):
    counts = dict(MADE[kind])
    for name, number in FUNCTIONS.get(kind, {}).items():
        counts[name] -= number
    return told({name: number for name, number in counts.items() if number})


@exercise.mistake(
    "The `InputLayer` is one of the operations and counts. Yours leaves it out. Count every entry.",
    rung="shapes",
)
def no_input(kind):
    return told({name: number for name, number in MADE[kind].items() if name != "InputLayer"})


@exercise.mistake(
    "Each entry adds one to the count of its class. Yours says 1 for every class. Add to what is there."
)
def ones(kind):
    return told(dict.fromkeys(MADE[kind], 1))


@exercise.mistake(
    "Counts start at 0 and grow by 1 for each entry. Yours is one too high everywhere. Look at the start."
)
def one_too_many(kind):
    return told({name: number + 1 for name, number in MADE[kind].items()})


@exercise.mistake(
    "The keys are the names of the classes, as Python spells them. Yours are in small letters. Take them as they are.",
    rung="shapes",
)
def small_letters(kind):
    small = {}
    for name, number in MADE[kind].items():
        small[name.lower()] = small.get(name.lower(), 0) + number
    return told(small)


# -- known answers ------------------------------------------------------------------------------------------------

LIST, NAME = "model.operations", "type(operation).__name__"
ADD = "kinds[name] = kinds.get(name, 0) + 1"

exercise.wrong("the layers", fails="shapes", as_=layers_only, change={LIST: "model.layers"})
exercise.wrong(
    "no input",
    fails="shapes",
    as_=no_input,
    change={LIST: "model.operations[1:]"},
)
exercise.wrong("always one", fails="values", as_=ones, change={ADD: "kinds[name] = 1"})
exercise.wrong(
    "starts at one", fails="values", as_=one_too_many, change={"(name, 0)": "(name, 1)"}
)
exercise.wrong(
    "small letters", fails="shapes", as_=small_letters, change={NAME: NAME + ".lower()"}
)
exercise.wrong("own names", fails="shapes", change={NAME: "operation.name"})
exercise.wrong(
    "own names without their numbers",
    fails="shapes",
    change={NAME: 'operation.name.rstrip("_0123456789")'},
)
exercise.wrong("how many in all", fails="shapes", change={"return kinds": "return len(kinds)"})
exercise.wrong("the classes themselves", fails="shapes", change={NAME: "str(type(operation))"})
exercise.wrong(
    "each call counts",
    fails="values",
    change={ADD: "kinds[name] = kinds.get(name, 0) + len(operation._inbound_nodes)"},
)
exercise.wrong(
    "the model is changed",
    fails="values",
    change={"return kinds": "model._operations.pop()\n    return kinds"},
)
exercise.wrong(
    "additions are looked for inside",
    fails="values",
    change={
        ADD: ADD + '\n        if hasattr(operation, "dense"):\n'
        '            kinds["Add"] = kinds.get("Add", 0) + 1'
    },
)
exercise.wrong(
    "equal names are one",
    fails="values",
    change={LIST: "{str(type(o)): o for o in model.operations}.values()"},
)

exercise.right(
    "Counter",
    code="""
from collections import Counter


def census(model):
    return Counter(type(operation).__name__ for operation in model.operations)
""",
)
exercise.right(
    "two passes",
    code="""
def census(model):
    names = [operation.__class__.__name__ for operation in model.operations]
    return {name: names.count(name) for name in set(names)}
""",
)
exercise.right(
    "NumPy",
    code="""
def census(model):
    names, numbers = np.unique([type(o).__name__ for o in model.operations], return_counts=True)
    return dict(zip(names.tolist(), numbers.tolist()))
""",
)
