from __future__ import annotations

from typing import Any, ClassVar


class ScaleShift(keras.layers.Layer):
    """Scale & shift 🎚️ — y = γ·x + β.

    Ünïcödé, "quotes", \'single\', \\N{BULLET}, and ``code``.

    >>> ScaleShift()(1 / 0)
    """

    KIND: ClassVar[str] = "affine ✨"
    scale: keras.Variable
    shift: keras.Variable

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        assert input_shape[-1] is not None, f"{self.name}: unknown channels ❌"
        (channels,) = shape = (input_shape[-1],)
        self.scale = self.add_weight(name="scale", shape=shape, initializer="ones")
        self.shift = self.add_weight(name="shift", shape=[channels], initializer="zeros")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Äpfel + Birnen."""
        if (rank := len(inputs.shape)) < 2:
            raise ValueError(f"{rank=}")
        return self.scale * inputs + self.shift
