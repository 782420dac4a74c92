import keras


class ScaleShift(keras.layers.Layer):
    """</code></pre></section><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} {% raw %} \u202e"""

    def call(self, inputs):
        return inputs
