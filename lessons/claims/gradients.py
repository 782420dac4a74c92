# %% experiment="same_gradients"
x = tf.constant(np.random.default_rng(0).normal(size=(2, 6, 6, 3)), "float32")
for version, k in BOTH.items():
    seed()
    conv = k.layers.Conv2D(3, 3, padding="same")
    ways = {
        "+": lambda a, b: a + b,
        "Add": lambda a, b: k.layers.Add()([a, b]),
        "tf.add": tf.add,
        "tf.add_n": lambda a, b: tf.add_n([a, b]),
    }
    slopes = {}
    for name, add in ways.items():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(add(conv(x), x) ** 2)
        slopes[name] = [g.numpy() for g in tape.gradient(loss, conv.trainable_variables)]
    differences = {name: moved(slopes["+"], grads) for name, grads in slopes.items()}
    print(version, "| largest difference from +:", differences)
    assert set(differences.values()) == {0.0}
    assert all(np.any(g != 0) for g in slopes["+"])

# %% experiment="shortcut_gradient"
s = tf.Variable([1.0, -2.0])
with tf.GradientTape() as tape:
    y = s * 3.0  # the branch
    y += s  # the shortcut
    total = tf.reduce_sum(y)
slope = tape.gradient(total, s).numpy()
print("slope:", slope, "= 3 by the branch + 1 by the shortcut")
assert slope.tolist() == [4.0, 4.0]
