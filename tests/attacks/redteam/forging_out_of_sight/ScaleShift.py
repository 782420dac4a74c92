class ScaleShift(Elsewhere):
    pass
