"""Grading submissions: workers, retries, verdict files, and one run at a time per folder.

Begin with ``batch.Grader`` (a folder), ``submission.grade`` (one submission) and ``one_answer.judge_answer`` (one cell). What
comes out is plain data, ``graded_batch``. Nothing is imported here: what reads those data needs no sandbox.
"""
