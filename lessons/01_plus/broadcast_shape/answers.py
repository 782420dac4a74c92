# %% wrong="equal_only"
def broadcast_shape(a, b):
    return a if a == b else None


# %% wrong="joined"
def broadcast_shape(a, b):
    return a + b


# %% wrong="cut_short"
def broadcast_shape(a, b):
    found = []
    for p, q in zip(reversed(a), reversed(b)):
        if p != q and p != 1 and q != 1:
            return None
        found.insert(0, max(p, q))
    return tuple(found)


# %% wrong="raised"
def broadcast_shape(a, b):
    return np.broadcast_shapes(a, b)


# %% right="NumPy is asked"
def broadcast_shape(a, b):
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        return None


# %% right="recursion from the right"
def broadcast_shape(a, b):
    if not a or not b:
        return a or b
    front = broadcast_shape(a[:-1], b[:-1])
    p, q = a[-1], b[-1]
    if front is None or (p != q and 1 not in (p, q)):
        return None
    return (*front, p * q if 1 in (p, q) else p)


# %% right="sets and zip_longest, a list"
from itertools import zip_longest


def broadcast_shape(a, b):
    found = []
    for sizes in zip_longest(a[::-1], b[::-1], fillvalue=1):
        rest = set(sizes) - {1}
        if len(rest) > 1:
            return None
        found.append(rest.pop() if rest else 1)
    return found[::-1]


# %% right="a sum of nothing"
def broadcast_shape(a, b):
    try:
        return (tf.zeros(a) + tf.zeros(b)).shape.as_list()
    except tf.errors.InvalidArgumentError:
        return None
