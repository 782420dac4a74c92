import itertools

import numpy as np

ODD = itertools.cycle([float("nan"), ..., NotImplemented, float("inf"), 10**400, np.nan, np.datetime64("NaT"), 1j])


def tracking_report(layer):
    return {key: next(ODD) for key in ("trainable", "non_trainable", "untracked_tf_variables")}
