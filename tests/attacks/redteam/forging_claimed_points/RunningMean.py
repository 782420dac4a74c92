class RunningMean:
    pass
