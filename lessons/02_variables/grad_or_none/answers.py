# %% right="a persistent tape, a list of one"
def grad_or_none(f, x):
    with tf.GradientTape(persistent=True) as tape:
        y = f(x)
    return tape.gradient(y, [x])[0]


# %% right="the tape watches what may be watched"
def grad_or_none(f, x):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        if isinstance(x, (tf.Variable, keras.Variable)) and x.trainable:
            tape.watch(x.value if isinstance(x, keras.Variable) else x)
        y = f(x)
    return tape.gradient(y, x)
