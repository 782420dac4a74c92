MARKUP = "<script>alert('output-canary')</script><img src=x onerror=alert(1)>"
OUTPUTS = [
    {"output_type": "stream", "name": "stderr", "text": MARKUP},
    {"output_type": "display_data", "metadata": {}, "data": {"text/html": MARKUP, "application/javascript": MARKUP}},
    {"output_type": "error", "ename": MARKUP, "evalue": MARKUP, "traceback": [MARKUP]},
]


def patch(folder, notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = OUTPUTS * 100
            cell["execution_count"] = 10**9
