"""Fuzzing of what reads strangers' bytes: only the declared errors escape, in bounded time and memory.

A hundred and fifty examples each, always the same, run with the other tests; ``make fuzz`` draws thousands of new ones.
"""
