from django.dispatch import Signal

attempt_graded = Signal()
"""Sent inside the transaction of the grading, with `attempt`, `grade` and `at`."""
