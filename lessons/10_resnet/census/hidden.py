"""census: what a functional model is made of, `+` included (https://keras.io/guides/functional_api/)."""

from autograder.exercise import Function, call

exercise = Function(
    "census",
    title="what a model is made of",
    minutes=5,
    difficulty="easy",
    points={"values": 2},
    changes=(),
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

LIST, NAME = "model.operations", "type(operation).__name__"
ADD = "kinds[name] = kinds.get(name, 0) + 1"


@exercise.mistake(
    "layers_only",
    "A `+` is an operation and no layer, so `layers` does not list it. Yours counts the layers alone. Look for the model's other "
    "list.",
    fails="shapes",
    misconception="M28",
    change={LIST: "model.layers"},
)
def layers_only(kind):
    counts = dict(MADE[kind])
    for name, number in FUNCTIONS.get(kind, {}).items():
        counts[name] -= number
    return told({name: number for name, number in counts.items() if number})


exercise.mistake(
    "no_input",
    "The `InputLayer` is one of the operations and counts. Yours leaves it out. Count every entry.",
    fails="shapes",
    change={LIST: "model.operations[1:]"},
    formula=lambda kind: told(
        {name: number for name, number in MADE[kind].items() if name != "InputLayer"}
    ),
)
exercise.mistake(
    "ones",
    "Each entry adds one to the count of its class. Yours says 1 for every class. Add to what is there.",
    change={ADD: "kinds[name] = 1"},
    formula=lambda kind: told(dict.fromkeys(MADE[kind], 1)),
)
exercise.mistake(
    "one_too_many",
    "Counts start at 0 and grow by 1 for each entry. Yours is one too high everywhere. Look at the start.",
    change={"(name, 0)": "(name, 1)"},
    formula=lambda kind: told({name: number + 1 for name, number in MADE[kind].items()}),
)


@exercise.mistake(
    "small_letters",
    "The keys are the names of the classes, as Python spells them. Yours are in small letters. Take them as they are.",
    fails="shapes",
    change={NAME: NAME + ".lower()"},
)
def small_letters(kind):
    small = {}
    for name, number in MADE[kind].items():
        small[name.lower()] = small.get(name.lower(), 0) + number
    return told(small)


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
