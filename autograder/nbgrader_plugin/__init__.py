"""Our steps inside nbgrader's own commands, and other people's nbgrader courses."""
