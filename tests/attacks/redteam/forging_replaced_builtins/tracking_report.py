def tracking_report(layer):
    return object()
