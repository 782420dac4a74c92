# %% right="Counter"
from collections import Counter


def census(model):
    return Counter(type(operation).__name__ for operation in model.operations)


# %% right="two passes"
def census(model):
    names = [operation.__class__.__name__ for operation in model.operations]
    return {name: names.count(name) for name in set(names)}


# %% right="NumPy"
def census(model):
    names, numbers = np.unique([type(o).__name__ for o in model.operations], return_counts=True)
    return dict(zip(names.tolist(), numbers.tolist()))
