"""What VS Code and its Polyglot extension write; the empty line at the end is nbformat's way of ending with a newline."""


def patch(folder, notebook):
    notebook["metadata"]["kernelspec"] = {"display_name": ".venv (3.11.7)", "language": "python", "name": "python3"}
    notebook["metadata"]["language_info"] |= {"version": "3.11.7", "codemirror_mode": {"name": "ipython", "version": 3}}
    notebook["metadata"]["vscode"] = {"interpreter": {"hash": "31f2aee4e71d21fbe5cf8b01ff0e069b"}}
    notebook["metadata"]["polyglot_notebook"] = {"kernelInfo": {"defaultKernelName": "python", "items": []}}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"]["vscode"] = {"languageId": "python"}
        cell["id"] = f"{number:08x}"
        cell["source"] = [*"".join(cell["source"]).splitlines(keepends=True), ""]
