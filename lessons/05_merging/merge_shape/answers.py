# %% right="NumPy compares the known ones"
def merge_shape(kind, shapes, axis=-1):
    if kind == "concatenate":
        rank = len(shapes[0])
        axis = axis % rank
        others = {tuple(s[:axis]) + tuple(s[axis + 1 :]) for s in shapes}
        if len(others) > 1 or any(len(s) != rank for s in shapes):
            return None
        along = [s[axis] for s in shapes]
        total = None if None in along else sum(along)
        return tuple(shapes[0][:axis]) + (total,) + tuple(shapes[0][axis + 1 :])
    if kind == "subtract" and len(shapes) > 2:
        return None
    known = sorted({s[0] for s in shapes if s[0] is not None})
    if len(known) > 1:
        return None
    rank = max(map(len, shapes)) - 1
    padded = [(1,) * (rank - len(s) + 1) + tuple(s[1:]) for s in shapes]
    out = []
    for sizes in zip(*padded):
        if None in sizes:
            out.append(None)
            continue
        try:
            out.append(np.broadcast_shapes(*((n,) for n in sizes))[0])
        except ValueError:
            return None
    return [known[0] if known else None] + out


# %% right="Keras is asked"
def merge_shape(kind, shapes, axis=-1):
    layer = (
        keras.layers.Concatenate(axis)
        if kind == "concatenate"
        else getattr(keras.layers, kind.capitalize())()
    )
    try:
        layer.build(list(shapes))
        return tuple(layer.compute_output_shape(list(shapes)))
    except ValueError:
        return None


# %% right="two at a time"
def one(p, q):
    if p is None or q is None:
        return None
    if p == 1 or p == q:
        return q
    if q == 1:
        return p
    raise ArithmeticError


def two(a, b):
    if len(a) < len(b):
        a, b = b, a
    cut = len(a) - len(b)
    return a[:cut] + tuple(one(p, q) for p, q in zip(a[cut:], b))


def merge_shape(kind, shapes, axis=-1):
    from functools import reduce

    try:
        if kind == "concatenate":
            front = {s[:axis] for s in shapes}
            back = {s[axis:][1:] for s in shapes}
            if len(front) > 1 or len(back) > 1 or len({len(s) for s in shapes}) > 1:
                return None
            sizes = [s[axis] for s in shapes]
            return (*front.pop(), None if None in sizes else sum(sizes), *back.pop())
        if kind == "subtract":
            first, second = shapes
        known = [s[0] for s in shapes if s[0] is not None]
        if known and (min(known) != max(known)):
            return None
        return (known[0] if known else None, *reduce(two, [s[1:] for s in shapes]))
    except (ArithmeticError, ValueError):
        return None
