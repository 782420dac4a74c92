import copy

ANSWER = """
class fix_4(keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(1,), initializer="ones")

    def call(self, inputs):
        return self.scale * inputs
"""


def patch(folder, notebook):
    answers = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    for cell in answers[:-1]:
        again = copy.deepcopy(cell)
        again.update(id=f"again-{cell['id']}", source=ANSWER)
        notebook["cells"].append(again)
