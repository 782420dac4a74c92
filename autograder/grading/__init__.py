"""Grading submissions: workers, retries, verdict files, and one run at a time per folder."""
