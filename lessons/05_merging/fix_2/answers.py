# %% wrong="still_chain"
def fix_2(n):
    return keras.Sequential([keras.Input((n,)), keras.layers.Dense(n), keras.layers.Add()])


# %% right="a class of its own"
class Residual(keras.Model):
    def __init__(self, n):
        super().__init__()
        self.dense = keras.layers.Dense(n)
        self.dense.build((None, n))

    def call(self, x):
        return x + self.dense(x)


def fix_2(n):
    return Residual(n)


# %% right="a layer inside a Sequential"
class Residual(keras.layers.Layer):
    def __init__(self, n):
        super().__init__()
        self.dense = keras.layers.Dense(n)

    def call(self, x):
        return keras.layers.add([self.dense(x), x])


def fix_2(n):
    return keras.Sequential([keras.Input((n,)), Residual(n)])
