# %% experiment="next_layer"
def parameters(k, merge, widths, follow):
    inputs = [k.layers.Input((5, 5, width)) for width in widths]
    return k.Model(inputs, follow(merge(inputs))).count_params()


for version, k in BOTH.items():
    dense = [
        parameters(k, m(), (8, 8), k.layers.Dense(4))
        for m in (k.layers.Add, k.layers.Concatenate)
    ]
    three = parameters(k, k.layers.Concatenate(), (8, 8, 8), k.layers.Dense(4))
    pooled = [
        parameters(k, m(), (8, 8), k.layers.GlobalAveragePooling2D())
        for m in (k.layers.Add, k.layers.Concatenate)
    ]
    unequal = refusal(lambda: parameters(k, k.layers.Add(), (8, 24), k.layers.Dense(4)))
    print(
        version, "| Dense(4) after two of 8: Add, Concatenate:", dense, "| after three:", three
    )
    print(version, "| pooling only:", pooled, "| widths 8 and 24:", unequal[:80])
    assert (
        dense == [8 * 4 + 4, 16 * 4 + 4]
        and three == 24 * 4 + 4
        and pooled == [0, 0]
        and unequal
    )

# %% experiment="elements"
a = tf.ones((2, 4, 5))
sizes = {
    m.__name__: int(tf.size(m()([a, a]))) for m in (keras.layers.Add, keras.layers.Concatenate)
}
lengths = keras.layers.Concatenate(axis=1)([a, a]).shape
print("numbers in the output:", sizes, "| along axis 1:", lengths)
assert sizes == {"Add": 40, "Concatenate": 80} and lengths == (2, 8, 5)


# %% experiment="two_inputs"
def two_inputs(k, merge):
    """Two pictures, each through its own convolutions, merged, then one dense head."""
    ends, starts = [], []
    for _ in range(2):
        picture = k.layers.Input((32, 32, 3))
        h = k.layers.Conv2D(16, 3, padding="same", activation="relu")(picture)
        ends.append(k.layers.Conv2D(64, 3, padding="same", activation="relu")(h))
        starts.append(picture)
    head = k.layers.Dense(24, activation="relu")
    out = head(k.layers.Flatten()(merge(ends)))
    return k.Model(starts, k.layers.Dense(10)(out)), head


for version, k in BOTH.items():
    (small, small_head), (big, big_head) = (
        two_inputs(k, m()) for m in (k.layers.Add, k.layers.Concatenate)
    )
    merged = [tuple(m.layers[-4].output.shape) for m in (small, big)]
    branches = [
        m.count_params() - h.count_params() for m, h in ((small, small_head), (big, big_head))
    ]
    difference = big.count_params() - small.count_params()
    print(version, "| layers", len(small.layers), len(big.layers), "| merged", merged)
    print(
        version,
        f"| parameters {small.count_params():,} and {big.count_params():,}, {difference:,} more",
    )
    assert len(small.layers) == len(big.layers) and merged == [
        (None, 32, 32, 64),
        (None, 32, 32, 128),
    ]
    assert branches[0] == branches[1] and difference == 32 * 32 * 64 * 24 == 1_572_864

# %% experiment="what_can_be_recovered"
rng = np.random.default_rng(0)
x, y = rng.normal(size=(500, 3)), rng.normal(size=(500, 3))
wanted = np.hstack([x, y])


def share(merged):
    """R²: how much of (x, y) a linear map gets back."""
    back = merged @ np.linalg.lstsq(merged, wanted, rcond=None)[0]
    return float(1 - np.sum((wanted - back) ** 2) / np.sum((wanted - wanted.mean(0)) ** 2))


from_sum, from_both = share(x + y), share(wanted)
print(f"recovered of both inputs: from the sum {from_sum:.2f}, side by side {from_both:.2f}")
assert 0.4 < from_sum < 0.6 and from_both > 0.999
