PREFIX = "my_"
# %%
from dataclasses import dataclass


@dataclass
class Note:
    text: str = PREFIX


class Base(keras.layers.Layer):
    note = Note()
