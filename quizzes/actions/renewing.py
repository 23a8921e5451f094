"""Taking a quiz anew: what was handed in until now stays, and counts no more."""

from collections.abc import Collection
from datetime import datetime

from quizzes.models import FreshStart


def start_afresh(learners: Collection[int], works: Collection[int], at: datetime) -> None:
    """Let these people (ids) begin anew with these quizzes (ids of their works). A repeat changes nothing."""
    FreshStart.objects.bulk_create(
        (FreshStart(learner_id=learner, work_id=work, at=at) for work in works for learner in learners),
        batch_size=2000,
        ignore_conflicts=True,
    )
