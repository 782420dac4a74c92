"""The words that a learner calls in a notebook. Each module holds one; ``autograder`` offers them all."""
