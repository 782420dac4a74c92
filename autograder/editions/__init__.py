"""The three editions of a lesson, made from ``lessons/``, and the proofs that nothing hidden went into them."""
