"""What grading leaves behind: gradebook, graded notebooks, feedback pages and the class report."""
