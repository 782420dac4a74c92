# %% experiment="mirrored"
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
for version, k in BOTH.items():
    with strategy.scope():
        raw = tf.Variable([1.0, 1.0])
        weight = k.layers.Layer().add_weight(name="w", shape=(2,))
    weight = weight.value if k is keras else weight
    for name, variable in {"tf.Variable": raw, "add_weight": weight}.items():
        places = [copy.device[-5:] for copy in strategy.experimental_local_results(variable)]
        print(f"{version} | {name:11} | copies on {places} | {type(variable).__name__}")
        assert places == ["CPU:0", "CPU:1"]
    assert type(raw) is type(weight)

# %% experiment="obeys_device"
for version, k in BOTH.items():
    for name in ("CPU:0", "CPU:1"):
        with tf.device(name):
            raw = tf.Variable([1.0, 1.0])
            layer = k.layers.Layer()
            weight = layer.add_weight(name="w", shape=(2,), regularizer=k.regularizers.L2(0.1))
        weight = weight.value if k is keras else weight
        print(
            f"{version} | asked for {name} | tf.Variable {raw.device[-5:]} | add_weight {weight.device[-5:]}"
        )
        assert raw.device.endswith(name) and weight.device.endswith(name)

# %% experiment="fit_on_two"
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
for version, k in BOTH.items():
    for how in ("tf.Variable", "add_weight"):
        with strategy.scope():
            model = line_model(k, how)
        model.fit(X, Y, epochs=2, verbose=0)
        w = model.layers[-1].w
        w = w.value if isinstance(w, keras.Variable) else w
        w = strategy.experimental_local_results(w)[0].numpy()
        print(f"{version} | {how:11} | w after fit on two devices: {np.round(w, 2)}")
        assert (w.tolist() == [1, 1]) == (k is keras and how == "tf.Variable")
