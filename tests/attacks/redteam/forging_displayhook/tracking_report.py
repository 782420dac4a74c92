import sys

from IPython.display import display

sys.displayhook(5.0)
display(4.0)
display({"text/plain": "4.0"}, raw=True)


def tracking_report(layer):
    sys.displayhook(5.0)
    return 4.0


sys.displayhook = sys.__displayhook__ = lambda value: 4.0
4.0
