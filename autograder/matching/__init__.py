"""Which cell of a submitted notebook is the answer to which exercise. No student's code runs here.

Begin with ``transplant.transplant``; ``dependencies.Needs`` says what an answer needs besides itself.
"""
