def patch(folder, notebook):
    for number in range(190):
        source = f"f'{number}" + "{x}" * 6_600 + "'"
        cell = {
            "cell_type": "code",
            "id": f"slow-{number}",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        notebook["cells"].append(cell)
