from IPython.display import HTML, display

line = "canary" + "-flood" * 2_000
while True:
    display(HTML(line))
    display({"text/plain": line}, raw=True, metadata={"note": line})
