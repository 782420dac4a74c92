# %% experiment="sums_elementwise"
a, b = tf.constant([[0, 1, 2]]), tf.constant([[3, 4, 5]])
by_plus, by_layer = a + b, keras.layers.Add()([a, b])
print("tensors, +  :", by_plus.numpy(), by_plus.shape)
print("tensors, Add:", by_layer.numpy(), by_layer.shape)
print("lists, +    :", [[0, 1, 2]] + [[3, 4, 5]])
print("whole numbers + fractions:", refusal(lambda: a + tf.constant([[0.5, 0.5, 0.5]])))
assert by_plus.numpy().tolist() == by_layer.numpy().tolist() == [[3, 5, 7]]
assert ([0, 1, 2] + a).numpy().tolist() == [[0, 2, 4]]  # one tensor is enough
assert [[0, 1, 2]] + [[3, 4, 5]] == [[0, 1, 2], [3, 4, 5]]
assert refusal(lambda: a + tf.constant([[0.5, 0.5, 0.5]])).startswith("InvalidArgumentError")

# %% experiment="adds_outputs"
for version, k in BOTH.items():
    four, five = k.layers.Dense(1, use_bias=False), k.layers.Dense(1, use_bias=False)
    x, other = tf.constant([[1.0], [2.0]]), tf.constant([[10.0], [-3.0]])
    four(x), five(x)
    four.set_weights([np.array([[0.4]])])
    five.set_weights([np.array([[0.5]])])
    add = k.layers.Add()
    same = add([four(x), five(x)]).numpy() / x.numpy()
    different = add([four(x), five(other)]).numpy() / x.numpy()
    print(version, "| ratio, same input:", same.ravel(), "| two inputs:", different.ravel())
    kept = four.get_weights()[0].item(), five.get_weights()[0].item()
    print(version, "| the kernels are still", kept, "| weights of Add:", len(add.weights))
    assert np.allclose(same, 0.9) and not np.allclose(different[0], different[1])
    assert np.allclose(kept, (0.4, 0.5)) and len(add.weights) == 0
x = tf.constant([[1.0], [-1.0]])
bent = (tf.nn.relu(0.4 * x) + tf.nn.relu(-0.5 * x)) / x
print("with a ReLU after 0.4 and after -0.5, the ratios are", bent.numpy().ravel())
assert np.allclose(bent, [[0.4], [-0.5]])

# %% experiment="four_inputs"
parts = [tf.ones((2, 3)) * n for n in range(4)]
added = keras.layers.Add()(parts)
side_by_side = keras.layers.Concatenate()(parts)
print("Add:", added.shape, "| Concatenate:", side_by_side.shape)
assert added.shape == (2, 3) and side_by_side.shape == (2, 12)
assert (
    np.all(added == 6)
    and side_by_side.numpy()[0].tolist() == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
)

# %% experiment="no_parameters"
for version, k in BOTH.items():
    add = k.layers.Add()
    add([tf.ones((2, 3)), tf.ones((2, 3))])
    print(version, "| parameters of Add:", add.count_params())
    assert add.count_params() == 0 and add.trainable_weights == []
