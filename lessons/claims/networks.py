# %% experiment="zero_branch"
x = np.random.default_rng(0).normal(size=(4, 8)).astype("float32")
for version, k in BOTH.items():
    branch = k.layers.Dense(8, kernel_initializer="zeros")
    out = k.layers.Add()([x, branch(x)])
    print(version, "| a branch of zeros: output equals input:", bool(np.all(out == x)))
    assert np.all(out == x)


# %% experiment="depth"
def log_slope(start, activation, shortcut, depth=30, width=32, seeds=3):
    """log10 of |dL/dx| / |dL/dout| through `depth` layers: 0 is unchanged. In float64."""
    sizes = []
    for number in range(seeds):
        seed(number)
        kernels = [tf.cast(start((width, width)), tf.float64) for _ in range(depth)]
        image = tf.constant(np.random.default_rng(number).normal(size=(8, width)))
        upstream = tf.constant(np.random.default_rng(99).normal(size=(8, width)))
        with tf.GradientTape() as tape:
            tape.watch(image)
            h = image
            for kernel in kernels:
                h = activation(h @ kernel) + (h if shortcut else 0.0)
        slope = tape.gradient(h, image, output_gradients=upstream)
        sizes.append(np.log10(np.linalg.norm(slope) / np.linalg.norm(upstream)))
    return float(np.mean(sizes))


# Each call needs a fresh initializer: one with a seed of its own repeats its numbers.
draws = {
    "sigmoid, Glorot": (lambda s: keras.initializers.GlorotUniform()(s), tf.sigmoid),
    "ReLU, He": (lambda s: keras.initializers.HeNormal()(s), tf.nn.relu),
}
table = {}
for name, (start, activation) in draws.items():
    table[name] = [log_slope(start, activation, shortcut) for shortcut in (False, True)]
    print(
        f"{name:15} | gradient at the input: plain 10^{table[name][0]:.1f}, with shortcuts 10^{table[name][1]:.1f}"
    )
plain, skip = table["sigmoid, Glorot"]
assert plain < -10 and -2 < skip < 2  # shortcuts save it
plain, skip = table["ReLU, He"]
assert -2 < plain < 2 and skip > 4  # shortcuts blow it up

# %% experiment="known_networks"
resnet = keras.applications.ResNet50(weights=None)
inception = keras.applications.InceptionV3(weights=None)


def count(model, kind):
    return sum(isinstance(layer, kind) for layer in model.layers)


first = next(
    i for i, n in enumerate(inception.layers) if isinstance(n, keras.layers.Concatenate)
)
block = inception.layers[first]
widths = [part.shape[-1] for part in block.input]
print(
    f"ResNet50   : {count(resnet, keras.layers.Add)} Add, {count(resnet, keras.layers.Concatenate)} Concatenate"
)
print(
    "InceptionV3: its first Concatenate joins", widths, "to", block.output.shape[-1], "channels"
)


def origin(tensor):
    """From a branch's end back along single inputs, all tensors on the way."""
    seen = []
    while True:
        seen.append(tensor)
        producer = tensor._keras_history.operation
        parents = producer._inbound_nodes[0].input_tensors
        if len(parents) != 1:
            return seen
        tensor = parents[0]


ways = [origin(part) for part in block.input]
shared = next(t for t in ways[0] if all(any(t is other for other in way) for way in ways))
readers = [n.operation.name for n in shared._keras_history.operation._outbound_nodes]
print("all its branches read one map of", shared.shape, "whole:", len(readers), "readers")
print("layers before it:", first)
projections = sum(layer.name.endswith("_0_conv") for layer in resnet.layers)
print("shortcuts of ResNet50 with a projection:", projections, "of 16")
assert count(resnet, keras.layers.Add) == 16 and count(resnet, keras.layers.Concatenate) == 0
assert widths == [64, 64, 96, 32] and block.output.shape[-1] == sum(widths) == 256
assert len(readers) == 4 and projections == 4
