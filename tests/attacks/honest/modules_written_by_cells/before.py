%%writefile my_affine.py
from my_more import scaled


def affine(x, a, b):
    return scaled(x, a) + b
# %%
%%file my_more.py
def scaled(x, a):
    return a * x
# %%
%%writefile -a my_more.py


def moved(momentum, old, batch):
    return momentum * old + (1 - momentum) * batch
# %%
from pathlib import Path

Path("my_counts.py").write_text("def counted(weights):\n    return len(list(weights))\n")
