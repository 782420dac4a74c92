"""What a learner calls in a notebook: ``autograder`` offers ``check``, ``hint`` and the other words, each from a module here.

The rest is what they share (cards, the open lesson, the record of progress) and ``lab``, which lays out a place to work in.
"""
