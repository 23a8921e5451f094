"""What people say of a course that they completed, and how they are: the pulse of a team.

Nobody's answer to a pulse is kept. `PulseCount` counts answers, `PulseSlip` says who has answered, and nothing ties
one to the other: no moment, no order, no row for an answer.
"""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.staff.models import Team, User

ASKED = "pulse-teams"
"""Under this key of the cache, for a minute: the ids of the teams that are asked just now."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class CourseFeedbackQuerySet(models.QuerySet["CourseFeedback"]):
    def of(self, learner: models.Model, course_id: int) -> "CourseFeedback | None":
        return self.filter(learner=learner, course=course_id).first()


class CourseFeedback(models.Model):
    """One person's answer about one course: theirs to change, and shown to its editors without a name."""

    class Useful(models.IntegerChoices):
        NOT_AT_ALL = 1, _("Not at all")
        LITTLE = 2, _("A little")
        PARTLY = 3, _("In parts")
        MUCH = 4, _("Much")
        VERY = 5, _("Very much")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="course_feedback")
    course = models.ForeignKey("assignments.Work", models.PROTECT, related_name="feedback")
    useful = models.PositiveSmallIntegerField(_("how useful was it for your work?"), choices=Useful.choices)
    change = models.TextField(_("what should change?"), blank=True, max_length=2000)
    changed_at = models.DateTimeField()

    objects = CourseFeedbackQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "course"], name="course_feedback_once")]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.useful}"


class PulsePlan(models.Model):
    """A team that is asked every week."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="pulse_plan")

    def __str__(self) -> str:
        return str(self.team)


class PulseQuerySet(models.QuerySet["Pulse"]):
    def open(self) -> "PulseQuerySet":
        return self.filter(is_over=False)

    def teams_asked(self) -> set[int]:
        return set(self.open().values_list("team", flat=True))

    def for_person(self, person: User) -> "Pulse | None":
        """The open one that asks this person, who has not answered it. Whoever leads others there is not asked."""
        if person.team_id is None:
            return None
        answered = PulseSlip.objects.filter(pulse=models.OuterRef("pk"), person=person)
        pulse = self.open().filter(~models.Exists(answered), team=person.team_id).order_by("week").last()
        if pulse is None or User.objects.led_by(person).filter(team=person.team_id).exists():
            return None
        return pulse

    def to_end(self, at: datetime) -> "PulseQuerySet":
        """Those whose week is over."""
        return self.open().filter(week__lte=at.date() - WEEK)


class Pulse(models.Model):
    """One team asked in one week. Its answers are shown when it is over: who watches them come in sees nothing."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="pulses")
    week = models.DateField(help_text="The Monday with which it begins.")
    is_over = models.BooleanField(default=False)

    objects = PulseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "week"], name="pulse_once")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.week}"


class PulseQuestion(models.TextChoices):
    GETTING_ON = "getting_on", _("How are you getting on this week?")
    HELP = "help", _("Do you get the help that you need?")


class Mood(models.IntegerChoices):
    VERY_BADLY = 1, _("Very badly")
    BADLY = 2, _("Badly")
    SO_SO = 3, _("So-so")
    WELL = 4, _("Well")
    VERY_WELL = 5, _("Very well")


class Helped(models.IntegerChoices):
    NEVER = 1, _("Never")
    SELDOM = 2, _("Seldom")
    SOMETIMES = 3, _("Sometimes")
    MOSTLY = 4, _("Mostly")
    ALWAYS = 5, _("Always")


ANSWERS = {PulseQuestion.GETTING_ON: Mood, PulseQuestion.HELP: Helped}


class PulseCount(models.Model):
    """How many gave one answer to one question."""

    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="counts")
    question = models.CharField(max_length=12, choices=PulseQuestion.choices)
    value = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "question", "value"], name="pulse_count_once")]

    def __str__(self) -> str:
        return f"{self.pulse_id} {self.question} {self.value}: {self.count}"


class PulseSlip(models.Model):
    """That somebody has answered, and nothing of what. Its id tells no order; gone when the week is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="slips")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "person"], name="pulse_slip_once")]

    def __str__(self) -> str:
        return f"{self.pulse_id}"


def week_of(at: datetime) -> date:
    """The Monday of its week."""
    return at.date() - at.date().weekday() * DAY
