from datetime import datetime

from academy.periodic import periodic
from quizzes.actions import close_overdue
from quizzes.models import QuestionUpload
from quizzes.statistics import keeping
from quizzes.tasks import compute_statistics_later


@periodic
def bring_statistics_up_to_date(at: datetime) -> None:
    """What was graded just after a quiz was counted, and what a worker that was away has left."""
    for work in keeping.out_of_date(at):
        compute_statistics_later(work.pk)


@periodic
def hand_in_what_is_overdue(at: datetime) -> None:
    """Attempts that were left open when their time was up."""
    close_overdue(at)


@periodic
def forget_uploads(at: datetime) -> None:
    """Files of questions about which nobody decided."""
    QuestionUpload.objects.forgotten(at).delete()
