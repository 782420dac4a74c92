def tracking_report(layer):
    """<!-- <style>*{display:none}</style> <iframe src="javascript:alert(1)"></iframe> ]]> &lt; &amp;"""
    raise ValueError("</code></pre><script>alert(3)</script>")
