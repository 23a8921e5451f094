"""The words for what a rule refuses."""

from django.utils.functional import Promise
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy.domain import dates
from quizzes.domain.attempts import Denial, Refusal

WORDS = {
    Refusal.NOT_PUBLISHED: _("This quiz is not open yet. Ask its editor, or come back later."),
    Refusal.NOT_OPEN_YET: _("This quiz opens on %(moment)s."),
    Refusal.CLOSED: _("This quiz has closed. If you still need it, talk to your manager."),
    Refusal.NO_TRIES_LEFT: _(
        "You have used all your tries. Your manager can see this; talk to them about another one."
    ),
    Refusal.BEING_MARKED: _(
        "Your last attempt is being marked. You get a notice when its grade is there; then you can try again."
    ),
    Refusal.COOLING_DOWN: _("Take your time: you can try again from %(moment)s."),
    Refusal.ALREADY_HANDED_IN: _(
        "This attempt has been handed in, perhaps in another window. What you answered until then counts."
    ),
    Refusal.PAGE_LEFT: _(
        "You have gone on from this page, perhaps in another window. In this quiz its answers stay as they were."
    ),
    Refusal.ANSWER_CHECKED: _("You had this answer checked, perhaps in another window. It stays as it was."),
    Refusal.COURSE_CLOSED: _("You can not begin the course of this quiz yet. The page of the course says why."),
    Refusal.TIME_UP: _("The time is up. What was saved until then is graded."),
}


def words_of(denial: Denial) -> str | Promise:
    words = WORDS[denial.reason]
    if denial.until is None:
        return words
    return words % {"moment": dates.moment(denial.until, get_language(), get_current_timezone())}
