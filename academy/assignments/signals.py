from django.dispatch import Signal

work_assigned = Signal()
"""Sent inside the transaction that asks people for something, before they are told: `work`, `cycle`, `learners` (their
ids) and `at`. Who has done it already is closed at once by the app that knows: see `actions.complete_for`."""
