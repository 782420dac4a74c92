"""The console command: one module a subcommand, each one function with its options; ``app`` puts them together.

Beside them: ``tables`` (what they print), ``level_options`` (the sandbox's level), ``foreign_course_command`` (what ``grade``
does in somebody else's course).
"""
