import time

time.sleep(0.5)


def tracking_report(layer):
    time.sleep(3)
    return None
