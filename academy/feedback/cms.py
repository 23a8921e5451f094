"""What people said of courses, for those who keep them: counts and words, without names, from five answers on."""

from typing import Any

from django.db.models import Avg, Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.permissions import page_permission_policy

from academy.access import SOURCE_LANGUAGE, places_of
from academy.assignments.models import Work
from academy.cms import show
from academy.feedback.domain.anonymity import LEAST
from academy.feedback.models import CourseFeedback
from courses.models import CoursePage


def kept_by(user: Any) -> Any:
    """The translation keys of the courses that `user` may change."""
    pages = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    ours = CoursePage.objects.filter(pk__in=pages.values("pk"), locale__language_code=SOURCE_LANGUAGE)
    return ours.values("translation_key")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every course that somebody has said something of, by title."""
    works = Work.objects.filter(kind=Work.Kind.COURSE, translation_key__in=kept_by(request.user))
    rows = list(
        works.filter(feedback__isnull=False)
        .order_by("title")
        .annotate(answers=Count("feedback"), mean=Avg("feedback__useful"))
    )
    context = {"rows": rows, "least": LEAST}
    return show(request, "feedback/cms/courses.html", _("Feedback on courses"), context, [], "comment")


@require_safe
def course(request: HttpRequest, work_id: int) -> HttpResponse:
    works = Work.objects.filter(kind=Work.Kind.COURSE, translation_key__in=kept_by(request.user))
    work = get_object_or_404(works, pk=work_id)
    rows = CourseFeedback.objects.filter(course=work)
    if not rows.exists():
        raise Http404
    counts = dict(rows.order_by().values_list("useful").annotate(Count("pk")))
    total = sum(counts.values())
    place = places_of([work.translation_key], get_language()).get(work.translation_key)
    context = {
        "place": place,
        "total": total,
        "least": LEAST,
        "enough": total >= LEAST,
        "counts": [(str(useful.label), counts.get(useful.value, 0)) for useful in reversed(CourseFeedback.Useful)],
        # In the order of the alphabet: that in which they came would tell who wrote them.
        "words": sorted(rows.exclude(change="").values_list("change", flat=True)),
    }
    way = [{"url": reverse("feedback_on_courses"), "label": _("Feedback on courses")}]
    return show(request, "feedback/cms/course.html", place.title if place else work.title, context, way, "comment")
