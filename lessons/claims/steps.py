# %% experiment="tape_watches"
for version, k in BOTH.items():
    layer = make_line(k, "tf.Variable")
    layer(X)
    with tf.GradientTape() as tape:  # nobody calls watch()
        loss = tf.reduce_mean((layer(X) - Y) ** 2)
    slope = tape.gradient(loss, layer.w).numpy()
    print(version, "| watched:", len(tape.watched_variables()), "| slope:", np.round(slope, 2))
    assert len(tape.watched_variables()) == 1 and np.all(slope != 0)

# %% experiment="fit_and_raw_variables"
for version, k in BOTH.items():
    for how in ("tf.Variable", "add_weight"):
        model = line_model(k, how)
        losses = model.fit(X, Y, epochs=12, verbose=0).history["loss"]
        w = np.array(model.layers[-1].w)
        print(
            f"{version} | {how:11} | loss {losses[0]:.3f} -> {losses[-1]:.3f} | w = {np.round(w, 2)}"
        )
        if k is keras and how == "tf.Variable":
            assert np.allclose(losses, losses[0]) and w.tolist() == [1, 1]
        else:
            assert losses[-1] < 0.1 and np.allclose(w, [3, -1], atol=0.3)

# %% experiment="own_loop_trains_it"
layer = make_line(keras, "tf.Variable")
layer(X)
optimizer = keras.optimizers.SGD(0.1)
losses = []
for _ in range(60):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((layer(X) - Y) ** 2)
    variables = tape.watched_variables()
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
    losses.append(float(loss))
print(f"loss {losses[0]:.3f} -> {losses[-1]:.5f} | w = {np.round(layer.w.numpy(), 3)}")
assert losses[-1] < 0.01 and np.allclose(layer.w, [3, -1], atol=0.05)

# %% experiment="optimizer_needs_the_list"
model = line_model(keras, "add_weight")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((model(X) - Y) ** 2)
grads = tape.gradient(loss, model.trainable_variables)
unnamed = refusal(lambda: keras.optimizers.SGD().apply_gradients(grads))
before = model.get_weights()
keras.optimizers.SGD(0.1).apply_gradients(zip(grads, model.trainable_variables, strict=True))
print("gradients without their variables:", unnamed)
print("with them, the weight moved by", round(moved(before, model.get_weights()), 3))
assert unnamed and moved(before, model.get_weights()) > 0.1
