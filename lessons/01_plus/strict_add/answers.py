# %% wrong="plain_plus"
def strict_add(x, y):
    return x + y


# %% right="shapes as TensorFlow writes them"
def strict_add(x, y):
    if x.shape != y.shape:
        raise ValueError(f"{x.shape} is not {y.shape}")
    if x.dtype != y.dtype:
        raise ValueError(f"{x.dtype!r} is not {y.dtype!r}")
    return tf.add(x, y)


# %% right="an error class of its own"
class Different(ValueError):
    pass


def strict_add(x, y):
    for of in ("shape", "dtype"):
        first, second = getattr(x, of), getattr(y, of)
        if first != second:
            raise Different(f"the two differ in {of}", str(first), str(second))
    return np.asarray(x) + np.asarray(y)


# %% right="dtypes first, one test"
def strict_add(x, y):
    of = [(str(np.asarray(z).dtype), tuple(z.shape)) for z in (x, y)]
    if of[0] != of[1]:
        raise ValueError(str(of))
    return keras.ops.add(x, y)
