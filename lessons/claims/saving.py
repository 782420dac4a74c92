# %% experiment="ways_to_save"
def routes(k):
    """The value after each way of saving and loading: [5, 7] if it was kept, [1, 1] if not."""
    model = line_model(k, "tf.Variable")
    model.layers[-1].w.assign([5.0, 7.0])
    after = {}

    def kept(other):
        return np.array(other.layers[-1].w).tolist()

    with tempfile.TemporaryDirectory() as folder:
        model.save_weights(f"{folder}/m.weights.h5")
        model.save(f"{folder}/m.keras")
        fresh = line_model(k, "tf.Variable")
        fresh.load_weights(f"{folder}/m.weights.h5")
        after[".weights.h5"] = kept(fresh)
        cls = type(model.layers[-1])
        cls.from_config = classmethod(lambda c, config: make_line(k, "tf.Variable"))
        loaded = k.models.load_model(
            f"{folder}/m.keras", custom_objects={"Line": cls}, compile=False
        )
        after[".keras"] = kept(loaded)
        fresh = line_model(k, "tf.Variable")
        fresh.set_weights(model.get_weights())
        after["get_weights"] = kept(fresh)
        fresh = line_model(k, "tf.Variable")
        tf.train.Checkpoint(model=model).write(f"{folder}/c")
        tf.train.Checkpoint(model=fresh).read(f"{folder}/c").expect_partial()
        after["Checkpoint"] = kept(fresh)
        tf.saved_model.save(model, f"{folder}/s")
        served = tf.saved_model.load(f"{folder}/s").signatures["serving_default"]
        line = next(iter(served(tf.constant([[0.0], [1.0]])).values())).numpy().ravel()
        after["SavedModel"] = [float(line[1] - line[0]), float(line[0])]
    return after


for version, k in BOTH.items():
    after = routes(k)
    for route, value in after.items():
        print(
            f"{version} | {route:11} | {value} {'kept' if value == [5, 7] else 'lost, without a word'}"
        )
    lost = {route for route, value in after.items() if value != [5.0, 7.0]}
    assert lost == ({".keras", ".weights.h5", "get_weights"} if k is keras else set())
