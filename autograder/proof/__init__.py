"""Proving an exercise: known answers go through the same sandbox and judge as a student's."""
