"""What people know of which skill, from the marks of their attempts: a few statements, whatever their number."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FloatField, OuterRef, Subquery
from django.db.models.functions import Cast

from academy.access import SOURCE_LANGUAGE
from academy.reports.domain.mastery import FORGOTTEN, Level, Mastery, Weighed, estimate, weight_of
from academy.skills.models import Skill
from academy.staff.models import User
from quizzes.models import Grade, Mark, QuestionIdentity, QuestionSkill

Masteries = dict[int, dict[int, Mastery]]
"""By person and skill (ids). A skill of whose questions somebody has answered none is left out."""


@dataclass(frozen=True)
class SkillLine:
    """One person's skill."""

    skill: Skill
    mastery: Mastery

    @property
    def level(self) -> Level:
        return self.mastery.level


def masteries(people: Collection[int], at: datetime) -> Masteries:
    """What each of these people (ids) knows at `at`. Four statements."""
    answers = _latest_answers(people, at)
    skills = _skills_of_questions() if answers else {}
    gathered: dict[int, dict[int, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    for (person, question), answer in answers.items():
        for skill in skills.get(question, ()):
            gathered[person][skill].append(answer)
    return {
        person: {skill: estimate(found) for skill, found in by_skill.items()} for person, by_skill in gathered.items()
    }


def skills_of(person: User, at: datetime) -> list[SkillLine]:
    """What one person knows: the strongest first, then what is not measured yet. Five statements."""
    found = masteries([person.pk], at).get(person.pk, {})
    lines = [SkillLine(skill, found[skill.pk]) for skill in Skill.objects.filter(pk__in=found)]
    return sorted(lines, key=lambda line: (not line.mastery.is_measured, -line.mastery.share, line.skill.name))


def _latest_answers(people: Collection[int], at: datetime) -> dict[tuple[int, int], Weighed]:
    """By person and question (its identity): what was answered last and is not forgotten, as it is marked now.

    A voided question says nothing. The moment is that of the hand-in: a correction makes an answer no newer.
    """
    standing = (
        Grade.objects.standing()
        .filter(attempt__learner__in=people, attempt__handed_in_at__gt=at - FORGOTTEN, attempt__handed_in_at__lte=at)
        .order_by("attempt__handed_in_at", "attempt")
        .values_list("pk", "attempt__learner", "attempt__handed_in_at")
    )
    # By grade: its place in time, whose it is, what its answers weigh.
    grades = {pk: (place, who, weight_of(at - moment)) for place, (pk, who, moment) in enumerate(standing)}
    marks = list(
        Mark.objects.filter(grade__in=list(grades), void="")
        .order_by()
        .annotate(exact=Cast("share", FloatField()))
        .values_list("grade", "version__question", "exact")
    )
    marks.sort(key=lambda mark: grades[mark[0]][0])
    latest: dict[tuple[int, int], Weighed] = {}
    for grade, question, share in marks:
        _place, who, weight = grades[grade]
        latest[who, question] = (weight, share)
    return latest


def _skills_of_questions() -> dict[int, list[int]]:
    """By question (id of its identity) its skills, as they are tagged now in the source language."""
    identity = QuestionIdentity.objects.filter(translation_key=OuterRef("content_object__translation_key"))
    rows = QuestionSkill.objects.filter(content_object__locale__language_code=SOURCE_LANGUAGE).values_list(
        Subquery(identity.values("pk")[:1]), "tag"
    )
    skills: dict[int, list[int]] = defaultdict(list)
    for question, skill in rows:
        skills[question].append(skill)
    return skills
