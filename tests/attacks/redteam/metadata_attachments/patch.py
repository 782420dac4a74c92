import base64

SVG = base64.b64encode(b"<svg onload='alert(1)'>attachment-canary</svg>").decode()


def patch(folder, notebook):
    for cell in notebook["cells"]:
        cell["attachments"] = {"a.svg": {"image/svg+xml": SVG}, "../b.html": {"text/html": "attachment-canary"}}
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["cell_type"] = "markdown"
            del cell["outputs"], cell["execution_count"]
