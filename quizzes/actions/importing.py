"""Taking questions in from files."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from academy.access import SOURCE_LANGUAGE
from academy.skills.models import Skill
from quizzes.domain.formats import items
from quizzes.exchange.pictures import image_of
from quizzes.exchange.plan import Line, Plan, Verdict
from quizzes.models import Question, QuizIndexPage, QuizPage, QuizQuestion


class NotImported(ValueError):
    """Nothing was changed. The message says why, in a sentence."""


@transaction.atomic
def import_questions(
    plan: Plan, *, by: Any = None, publish: bool = False, skills: Iterable[str] = (), make_skills: bool = True
) -> list[Question]:
    """Put the new questions of a file into the bank, all of them or, where one is rejected, none (NotImported).

    They are drafts unless they are to be published. `skills`: names that each gets beside its own. Skills that do
    not exist are made, or else left out.
    """
    if not plan.sound:
        raise NotImported("Some questions of the file were rejected.")
    named = _skills([*plan.skills(), *skills], make=make_skills)
    return [_create(line, named, skills, by, publish) for line in plan.new]


@transaction.atomic
def import_quiz(plan: Plan, slug: str, *, skills: Iterable[str] = ()) -> QuizPage:
    """Publish a quiz under the quiz index that asks the questions of a file in its order, as often as one likes.

    Questions that the bank has already are used again. Raises NotImported where one is rejected, the slug is taken
    or there is no quiz index.
    """
    if not plan.sound:
        raise NotImported("Some questions of the file were rejected.")
    if QuizPage.objects.filter(slug=slug, locale__language_code=SOURCE_LANGUAGE).exists():
        raise NotImported(f"There is a quiz {slug!r} already.")
    index = QuizIndexPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if index is None:
        raise NotImported("There is no quiz index to put the quiz into. Make one under the front page.")
    named = _skills([*plan.skills(), *skills], make=True)
    page = QuizPage(
        title=slug.replace("-", " ").capitalize(),
        slug=slug,
        locale=index.locale,
        live=False,
        tries=0,
        shuffle_questions=False,
        shuffle_options=False,
        quiz_questions=[
            QuizQuestion(
                question=_question(line, named, skills), points=items.whole_points(line.item), sort_order=place
            )
            for place, line in enumerate(plan.lines)
        ],
    )
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _question(line: Line, named: dict[str, Skill], skills: Iterable[str]) -> Question:
    """The question of the bank, or a new one. A second one of the same file is a question of its own."""
    if line.verdict is not Verdict.IN_BANK:
        return _create(line, named, skills, None, publish=True)
    question = Question.objects.get(pk=line.existing)
    if not question.live:
        question.get_latest_revision().publish()
    return question


def _create(line: Line, named: dict[str, Skill], skills: Iterable[str], by: Any, publish: bool) -> Question:
    item = line.item
    question = Question(
        stem=item.stem,
        picture=image_of(item.picture, by) if item.picture else None,
        picture_alt=item.picture.alt if item.picture else "",
        answer=json.dumps(line.raw),
        feedback=item.feedback,
        locale=Locale.objects.get(language_code=SOURCE_LANGUAGE),
        live=False,
    )
    question.skills.set([named[name] for name in dict.fromkeys((*item.skills, *skills)) if name in named])
    question.save()
    revision = question.save_revision(user=by)
    if publish:
        revision.publish(user=by)
    return question


def _skills(names: Iterable[str], *, make: bool) -> dict[str, Skill]:
    """Skills by the names that the file gives them, whatever the case of their letters."""
    known = {skill.name.casefold(): skill for skill in Skill.objects.all()}
    found = {}
    for name in dict.fromkeys(names):
        skill = known.get(name.casefold())
        if skill is None and make:
            skill = known[name.casefold()] = Skill.objects.create(name=name)
        if skill:
            found[name] = skill
    return found
