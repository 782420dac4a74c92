import numpy as np


def tracking_report(layer):
    counts = [len(layer.trainable_weights), len(layer.non_trainable_weights), 0]
    told = [bool(count) if count in (0, 1) else np.bool_(count) for count in counts]
    return dict(zip(("trainable", "non_trainable", "untracked_tf_variables"), told, strict=True))
