"""Proving an exercise: known answers go through the same box and judge as a student's."""
