"""Extra keys in the notebook, in its metadata, and in each cell; 4.4 knows no cell ids."""


def patch(folder, notebook):
    notebook["nbformat_minor"] = 4
    notebook["deepnote_persisted_session"] = {"createdAt": "2026-01-01T10:00:00.000Z"}
    notebook["metadata"] |= {
        "kaggle": {"accelerator": "none", "dataSources": [], "isInternetEnabled": False},
        "deepnote_notebook_id": "0d8f",
        "deepnote": {"is_reactive": False},
        "papermill": {"parameters": {}, "duration": 3.5, "exception": None},
        "orig_nbformat": 2,
        "toc": {"sideBar": True, "toc_position": {}},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}},
    }
    for number, cell in enumerate(notebook["cells"]):
        del cell["id"]
        cell["metadata"] |= {"_uuid": "8f2839f25d086af7", "_cell_guid": "b1076dfc", "trusted": True}
        cell["metadata"] |= {"cell_id": f"00{number}", "deepnote_cell_type": cell["cell_type"], "source_hash": "5f0c"}
        cell["metadata"] |= {"execution": {"iopub.execute_input": "2026-01-01T10:00:00Z"}, "tags": ["parameters"]}
        cell["block_group"] = "one"
        cell["content_dependencies"] = None
