"""The sentences that grading itself says to a student: fixed, without hidden values and without texts of theirs."""

RIGHT = "Right: every check was passed."
NOT_JUDGED = "This exercise could not be judged, through no fault of yours. Your instructor has been told."
UNANSWERED = "This exercise has not been answered yet."
MISSING = (
    "No answer to this exercise was found in the notebook. Write it in the cell under the task, and hand in again."
)
NOT_PYTHON = "Your answer's cell is not valid Python. Run it by itself: the error's little arrow points at the place."
RAISES = (
    "Your answer's cell stops with an error before {name} is there. "
    "Run it by itself and read the last line of the error."
)
NOT_REACHED = (
    "This exercise was not reached: too many of your other cells ended the program or never came back. "
    "Mend those first and hand in again."
)
