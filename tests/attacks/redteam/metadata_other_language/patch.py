def patch(folder, notebook):
    notebook["metadata"] = {
        "kernelspec": {
            "display_name": "R",
            "language": "R",
            "name": "../../kernel-canary",
            "argv": ["sh", "-c", "echo kernel-canary"],
        },
        "language_info": {"name": "R", "codemirror_mode": "r", "pygments_lexer": "r", "file_extension": ".r"},
        "jupytext": {"formats": "ipynb,py:percent", "text_representation": {"extension": ".py"}},
    }
