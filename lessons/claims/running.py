# %% experiment="input_shape_argument"
def complaints(k):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = k.Sequential([k.layers.Dense(2, input_shape=(3,)), k.layers.Dense(1)])
    assert model.output_shape == (None, 1)
    return [str(w.message) for w in caught if "input_shape" in str(w.message)]


for version, k in BOTH.items():
    print(version, "| runs; warnings:", [text[:70] for text in complaints(k)])
assert len(complaints(keras)) == 1 and complaints(tf_keras) == []


# %% experiment="layer_after_fit"
def movement(k, fit_first):
    seed()
    model = k.Sequential([k.layers.Input((1,)), k.layers.Dense(1)])
    model.compile(optimizer=k.optimizers.SGD(0.05), loss="mse")
    if fit_first:
        model.fit(X, Y, verbose=0)
    late = k.layers.Dense(1)
    model.add(late)
    before = late.get_weights()
    model.fit(X, Y, epochs=3, verbose=0)
    return moved(before, late.get_weights())


for version, k in BOTH.items():
    early, late = movement(k, False), movement(k, True)
    print(
        f"{version} | the new layer moved by {early:.3f} (never fitted before), {late} (after a fit)"
    )
    assert early > 0.01 and late == 0.0

# %% experiment="raw_layer_runs"
layer = make_line(keras, "tf.Variable")
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((layer(X) - Y) ** 2)
slope = tape.gradient(loss, layer.w)
before = layer.w.numpy()
keras.optimizers.Adam(0.001).apply_gradients([(slope, layer.w)])
print(
    f"listed by Keras: {layer.trainable_variables} | moved by {np.abs(layer.w.numpy() - before)}"
)
assert layer.trainable_variables == [] and np.allclose(
    np.abs(layer.w - before), 0.001, atol=1e-5
)

# %% experiment="add_weight_layer_runs"
layer = make_line(keras, "add_weight")
outputs = layer(X)
model = line_model(keras, "add_weight")
print(
    f"runs: {outputs.shape} | layer and model list {len(layer.trainable_variables)} {len(model.trainable_variables)}"
)
assert len(layer.trainable_variables) == len(model.trainable_variables) == 1

# %% experiment="pictures_of_models"
import importlib.util
import shutil

drawers = importlib.util.find_spec("pydot") is not None and shutil.which("dot") is not None
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
with tempfile.TemporaryDirectory() as folder:
    path = f"{folder}/model.png"
    problem = refusal(lambda: keras.utils.plot_model(model, to_file=path))
    drawn = os.path.exists(path)
print("pydot and graphviz are here:", drawers, "| a picture was written:", drawn)
assert drawn == drawers

# %% experiment="softmax_inside"
from sklearn.datasets import load_digits

digits, label = load_digits(return_X_y=True)
digits = (digits / 16).astype("float32")


def accuracy(k, activation):
    seed()
    model = k.Sequential(
        [
            k.layers.Input((64,)),
            k.layers.Dense(24, activation=activation),
            k.layers.Dense(10, activation="softmax"),
            k.layers.Flatten(),
        ]
    )
    model.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    assert model.layers[-1].count_params() == 0 and model.output_shape == (None, 10)
    return model.fit(digits, label, epochs=6, verbose=0).history["accuracy"][-1]


for version, k in BOTH.items():
    soft, relu = accuracy(k, "softmax"), accuracy(k, "relu")
    print(f"{version} | after six epochs: softmax inside {soft:.2f}, ReLU inside {relu:.2f}")
    assert 0.05 < soft < relu - 0.1
