"""What grading leaves behind: gradebook, graded notebooks, feedback pages and the class report.

``recorder.Recorder`` writes all of it from a graded batch. No sandbox is imported here.
"""
