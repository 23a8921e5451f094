from django.dispatch import Signal

people_changed = Signal()
"""Sent inside the transaction when people, teams or job roles changed in a way that an audience may see."""
