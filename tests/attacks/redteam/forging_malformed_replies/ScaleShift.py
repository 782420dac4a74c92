import sys

dispatch = sys.modules["autograder.probes.dispatch"]
SAID = "malformed-" + "canary"

REPLIES = {
    "ScaleShift": {"stage": "done", "output": "tensor", "early": SAID, "weights": {SAID: 1}, "shape": 3},
    "RunningMean": {"error": SAID, "stage": ["done"], "bases": [], "message": {SAID: 1}},
    "PenalisedScale": {"stage": "done", "output": "tensor", "weights": [SAID], "untracked": [SAID], "shape": [[]]},
    "tracking_report": {"result": {"~dict": {SAID: {"~": SAID}}}, "type": 3},
    "fix_1": {"error": SAID, "stage": "call", "message": None, "untracked": 7},
    "fix_2": {"stage": SAID},
    "fix_3": {"error": "E", "message": "m", "stage": "define", "bases": [[SAID]]},
    "fix_4": {},
}

dispatch.answer_question = lambda op, facts, *rest: (REPLIES[facts["name"]], {})
ScaleShift = None
