def tracking_report(layer):
    raise RuntimeError("leaked " + "inputs" + " <script>alert(1)</script><img src=x>", vars(layer))
