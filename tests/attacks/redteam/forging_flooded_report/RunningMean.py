RunningMean = None
