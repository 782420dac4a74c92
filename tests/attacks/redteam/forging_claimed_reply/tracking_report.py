def tracking_report(layer):
    return None
