"""What Colab writes."""


def patch(folder, notebook):
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True, "gpuType": "T4"},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
    }
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] |= {"id": f"Xq{number}", "colab": {"base_uri": "https://localhost:8080/", "height": 35}}
        cell["metadata"] |= {"outputId": f"8f0c-{number}", "cellView": "form"}
        del cell["id"]
