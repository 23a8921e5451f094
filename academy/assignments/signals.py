from django.dispatch import Signal

work_assigned = Signal()
"""Sent inside the transaction that asks people for something, before they are told: `work`, `cycle`, `learners` (their
ids) and `at`. Who has done it already is closed at once by the app that knows: see `actions.complete_for`."""

work_renewed = Signal()
"""Sent inside the transaction that asks people to do something anew before it runs out: `work`, `learners` (their ids),
`cycle` and `at`. What they did until now stays, and counts until its day."""

work_done = Signal()
"""Sent inside the transaction that finds work done: `assignments`, as they are now, and `at`."""

work_reopened = Signal()
"""Sent inside the transaction that opens work again: `assignments`, as they are now, and `at`.

`lost`: it turned out not to be done; else its content has changed."""
