"""Where questions are asked. A translation is asked wherever its source is, and a quiz is one in all its languages."""

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quizzes.models import Question, QuizDraw, QuizPage, QuizQuestion


def with_use(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Adds `use_count`: how many quizzes ask it."""
    asked = QuizQuestion.objects.filter(question__translation_key=OuterRef("translation_key"))
    counted = (
        asked.order_by()
        .values("question__translation_key")
        .annotate(quizzes=Count("page__translation_key", distinct=True))
    )
    return questions.annotate(use_count=Coalesce(Subquery(counted.values("quizzes")), 0))


def unused(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Those that no quiz asks and none may draw. After `with_use`."""
    drawn = QuizDraw.objects.filter(skill__questions__content_object=OuterRef("pk"))
    return questions.filter(~Exists(drawn), use_count=0)


def quizzes_with(question: Question) -> list[QuizPage]:
    """The quizzes that ask it now, live or not, or may draw it: of these `draws_it` is true. In their source."""
    same = Question.objects.filter(translation_key=question.translation_key)
    asking = QuizPage.objects.filter(quiz_questions__question__in=same).values("pk")
    drawing = QuizPage.objects.filter(draws__skill__questions__content_object__in=same).values("pk")
    source = QuizPage.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    pages = QuizPage.objects.filter(pk__in=asking) | QuizPage.objects.filter(pk__in=drawing)
    pages = pages.filter(~Exists(source)).select_related("locale").order_by("title")
    return list(pages.annotate(draws_it=~Exists(QuizPage.objects.filter(pk=OuterRef("pk"), pk__in=asking))))
