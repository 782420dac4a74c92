# %% wrong="python_number"
def counted(f, count):
    n = 0

    @tf.function
    def g(x):
        nonlocal n
        n += 1
        count.assign(n)
        return f(x)

    return g


# %% wrong="at_the_making"
def counted(f, count):
    count.assign_add(1)
    return tf.function(f)


# %% wrong="from_zero"
def counted(f, count):
    calls = tf.Variable(0)

    @tf.function
    def g(x):
        calls.assign_add(1)
        count.assign(calls)
        return f(x)

    return g


# %% right="tf.function as a call"
def counted(f, count):
    def g(x):
        count.assign(count + 1)
        return f(x)

    return tf.function(g)


# %% right="counted outside, f traced inside"
def counted(f, count):
    traced = tf.function(f)

    def g(x):
        count.assign_add(1)
        return traced(x)

    return g
