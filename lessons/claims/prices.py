# %% experiment="regularizer_argument"
for version, k in BOTH.items():
    layer = k.layers.Layer()
    threes = k.initializers.Constant(3.0)
    layer.add_weight(name="a", shape=(2,), initializer=threes)
    none = [float(x) for x in layer.losses]
    layer.add_weight(
        name="b", shape=(2,), initializer=threes, regularizer=k.regularizers.L2(0.1)
    )
    one = [float(x) for x in layer.losses]
    print(
        f"{version} | losses without the argument: {none} | with it, on one weight of two: {np.round(one, 4)}"
    )
    assert none == [] and np.allclose(one, [1.8])  # 0.1 · (9 + 9), and nothing for weight a

# %% experiment="no_price_for_all"
for version, k in BOTH.items():
    problem = refusal(lambda: k.Sequential([k.layers.Dense(2)], kernel_regularizer="l2"))
    print(version, "| a regularizer for a whole model:", problem)
    assert "TypeError" in problem

# %% experiment="own_loop_and_losses"
for version, k in BOTH.items():
    layer = k.layers.Dense(
        1, use_bias=False, kernel_initializer="ones", kernel_regularizer=k.regularizers.L2(0.5)
    )
    model = k.Sequential([k.layers.Input((2,)), layer])
    zeros = np.zeros((4, 2), "float32")
    with tf.GradientTape(persistent=True) as tape:
        error = tf.reduce_mean(model(zeros) ** 2)
        priced = error + tf.add_n([tf.convert_to_tensor(part) for part in model.losses])
    kernel = model.trainable_variables[0]
    kernel = kernel.value if k is keras else kernel
    without, with_it = (tape.gradient(loss, kernel).numpy().ravel() for loss in (error, priced))
    model.compile(optimizer=k.optimizers.SGD(0.1), loss="mse")
    model.fit(zeros, zeros[:, :1], batch_size=4, verbose=0)
    after = layer.get_weights()[0].ravel()
    print(
        f"{version} | own loop: {without} | with model.losses: {with_it} | kernel after fit: {after}"
    )
    assert without.tolist() == [0, 0] and with_it.tolist() == [1, 1] and np.allclose(after, 0.9)

# %% experiment="add_loss_on_raw"
for version, k in BOTH.items():

    class Priced(k.layers.Layer):
        def build(self, input_shape):
            self.w = tf.Variable([3.0, 3.0])

        def call(self, x):
            self.add_loss(0.1 * tf.reduce_sum(self.w**2))
            return x * self.w

    layer = Priced()
    with tf.GradientTape() as tape:
        layer(tf.ones((1, 2)))
        price = layer.losses[0]
    slope = tape.gradient(price, layer.w).numpy()
    print(version, "| losses:", round(float(price), 4), "| slope:", np.round(slope, 3))
    assert np.isclose(float(price), 1.8) and np.allclose(slope, 0.6)

# %% experiment="activity_of_raw"
for version, k in BOTH.items():

    class Active(k.layers.Layer):
        def build(self, input_shape):
            self.w = tf.Variable([1.0, 2.0])

        def call(self, x):
            return x * self.w

    layer = Active(activity_regularizer=k.regularizers.L2(0.01))
    with tf.GradientTape() as tape:
        layer(tf.ones((4, 2)))
        price = tf.add_n([tf.convert_to_tensor(part) for part in layer.losses])
    slope = tape.gradient(price, layer.w).numpy()
    print(
        f"{version} | price of the outputs: {round(float(price), 4)} | slope: {np.round(slope, 3)}"
    )
    assert float(price) > 0 and np.all(slope > 0)

# %% experiment="listed_losses"
for version, k in BOTH.items():
    seed()
    dense = k.layers.Dense(3, kernel_regularizer=k.regularizers.L2(0.1))
    model = k.Sequential([k.layers.Input((4,)), dense])
    model(np.ones((2, 4), "float32"))
    by_hand = 0.1 * np.sum(dense.get_weights()[0] ** 2)
    print(version, "| model.losses:", [float(x) for x in model.losses], "| by hand:", by_hand)
    assert len(model.losses) == 1 and np.isclose(float(model.losses[0]), by_hand)
