from tests.attacks.forged_replies import lying


KEYS = ("trainable", "non_trainable", "untracked_tf_variables")
lying(
    "tracking_report",
    lambda op, facts, arrays: ({"result": {"~dict": dict.fromkeys(KEYS, 10**999)}, "type": "dict"}, {}),
)


def tracking_report(layer):
    return {"trainable": 0, "non_trainable": 0, "untracked_tf_variables": 0}
