import numpy as np

from tests.attacks.forged_replies import lying


lying(
    "tracking_report", lambda op, facts, arrays: ({"result": [[[[{"~": "nothing"}]]]], "type": 5}, {"r": np.zeros(3)})
)


def tracking_report(layer):
    return {"trainable": 0, "non_trainable": 0, "untracked_tf_variables": 0}
