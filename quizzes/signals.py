from django.dispatch import Signal

attempt_begins = Signal()
"""Sent before a further attempt is begun, with `learner`, `work` and the content `stamp`. A receiver may return the
`Refusal` why not."""

attempt_waits = Signal()
"""Sent inside the transaction of a hand-in that people have to mark, with `attempt` and `at`; `grade` is None.

Receivers may return the id of a work that is done by it.
"""

attempt_graded = Signal()
"""Sent inside the transaction of the grading, with `attempt`, `grade`, `at`, and `passed`.

`passed`: whether the learner has passed the quiz, all tries taken together.

A receiver returns the id of further work that is done with it, or None: all of it is closed together."""

attempts_regraded = Signal()
"""Sent inside the transaction that corrected grades, for each quiz (`work`) and batch of attempts, with `at`.

`attempts`: those whose grade has changed. `gained`: of these one for each person who passes the quiz only now, all
tries taken together. `lost`: one for each who no longer does. Their learner and revision are at hand."""
