"""Reads random kernels as words: which rule gives their spread, and what the seed does."""

import numpy as np


def probe(answer, question, fan_in, fan_out, seed):
    """ "spread" of a kernel, or what the "seed" does."""
    kernel = np.asarray(answer(fan_in, fan_out, seed)).astype("float64")
    if question == "seed":
        again, other = (np.asarray(answer(fan_in, fan_out, seed + k)) for k in (0, 1))
        return {
            "same": bool(np.array_equal(kernel, again)),
            "other": not np.array_equal(kernel, other),
        }
    rules = {
        "the root of 2 / fan_in": np.sqrt(2 / fan_in),
        "2 / fan_in": 2 / fan_in,
        "the root of 1 / fan_in": np.sqrt(1 / fan_in),
        "the root of 2 / fan_out": np.sqrt(2 / fan_out),
        "the root of 2 / (fan_in + fan_out)": np.sqrt(2 / (fan_in + fan_out)),
    }
    spread = next((r for r, v in rules.items() if abs(kernel.std() / v - 1) < 0.06), "another")
    return {
        "shape": list(kernel.shape),
        "spread": spread,
        "mean 0": bool(abs(kernel.mean()) < 0.2 * kernel.std()),
    }
