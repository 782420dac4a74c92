# %% right="the tape"
def slope(f, x, h=0.001):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x)


# %% right="named ends"
def slope(f, x, h=0.001):
    right, left = x + h, x - h
    return (f(right) - f(left)) / (right - left)
