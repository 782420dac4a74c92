tracking_report = None
