import sys

SAID = "begins here" + "x" * 1_000_000 + "flood-" + "canary"
FACTS = {"error": "E" * 1_000, "stage": "call", "message": SAID, "bases": ["E" * 1_000]}

sys.modules["autograder.probes.dispatch"].answer_question = lambda *args: (dict(FACTS), {})
ScaleShift = None
