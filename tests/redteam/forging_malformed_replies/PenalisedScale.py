PenalisedScale = None
