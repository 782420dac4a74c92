from tests.attacks.forged_replies import lying


LONG = "x" * 900_000 + "canary" + "-tail"
lying(
    "tracking_report", lambda op, facts, arrays: ({"stage": "call", "error": LONG, "message": "", "bases": ["L"]}, {})
)


def tracking_report(layer):
    return {"trainable": 0, "non_trainable": 0, "untracked_tf_variables": 0}
