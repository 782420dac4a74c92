def tracking_report(layer):
    return real([1, 2, 3])
