"""How commands and addresses name a quiz."""

from django.http import Http404

from academy.access import SOURCE_LANGUAGE
from academy.assignments.models import Work
from quizzes.models import QuizPage


class QuizNotFound(LookupError):
    """No quiz has the name, or several have. The message says so in a sentence."""


def quiz_by_slug(slug: str) -> QuizPage:
    """The quiz with this slug in the main language, published or not.

    Slugs are unique only below one page; where several quizzes share one, so much of the path may be given as is
    needed to tell them apart: "empathy/quiz". Raises QuizNotFound.
    """
    wanted = slug.strip("/")
    pages = QuizPage.objects.filter(locale__language_code=SOURCE_LANGUAGE, url_path__endswith=f"/{wanted}/")
    found = list(pages.order_by("url_path"))
    if not wanted or not found:
        raise QuizNotFound(f"There is no quiz {slug!r}.")
    if len(found) > 1:
        paths = ", ".join(page.url_path.split("/", 2)[2] for page in found)
        raise QuizNotFound(f"{slug!r} could be any of these, name more of the path: {paths}")
    return found[0]


def get_quiz(pk: int, stamp: int) -> Work:
    """A quiz by the number in an address. Raises Http404. `stamp`: the content stamp of the request."""
    try:
        work = Work.objects.kept(pk, stamp)
    except Work.DoesNotExist:
        raise Http404 from None
    if work.kind != Work.Kind.QUIZ:
        raise Http404
    return work
