"""Which cell of a submitted notebook is the answer to which exercise."""
