from django.dispatch import Signal

clauses_changed = Signal()
"""Sent inside the transaction that publishes another rule, after what cites it was marked: `policy_key`,
`clause_ids` (of the clauses that changed or are gone), `at`."""

citations_checked = Signal()
"""Sent inside the transaction in which somebody confirms that something still holds: `kind`, `keys`, `at`."""
