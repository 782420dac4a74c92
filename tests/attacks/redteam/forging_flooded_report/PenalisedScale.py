class Flood(Exception):
    def __str__(self):
        return SAID


PenalisedScale = None
raise Flood()
