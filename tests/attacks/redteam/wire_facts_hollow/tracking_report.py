from tests.attacks.forged_replies import lying


lying("tracking_report", lambda op, facts, arrays: ({"stage": "call", "error": "", "message": "", "bases": []}, {}))


def tracking_report(layer):
    return {"trainable": 0, "non_trainable": 0, "untracked_tf_variables": 0}
