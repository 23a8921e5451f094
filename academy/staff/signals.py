from django.dispatch import Signal

people_changed = Signal()
"""Sent inside the transaction when people, teams or job roles changed in a way that an audience may see."""

leave_entered = Signal()
"""Sent inside the transaction when leave of `people` (ids) came in together; one that is saved by itself tells so."""

person_erased = Signal()
"""Sent inside the transaction that erases `person`, who has their name still: for others who have written it down."""
