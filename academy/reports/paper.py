"""What managers and everybody for themselves may take away on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from academy.assignments.models import Work
from academy.policies.models import Acknowledgement, PolicyVersion
from academy.reports.statements import person_statement, policy_statement
from academy.staff.models import User


@require_safe
def statement_of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody whose records the reader may see, or the reader, has acknowledged."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    return _pdf(person_statement(person, now()), f"acknowledged-{person.pk}.pdf")


@require_safe
def statement_of_policy(request: HttpRequest, work_id: int) -> HttpResponse:
    """Who of the people whose records the reader may see has acknowledged a policy. 404 where nobody has."""
    work = get_object_or_404(Work.objects.filter(kind=Work.Kind.POLICY), pk=work_id)
    version = PolicyVersion.objects.latest_of(work)
    given = Acknowledgement.objects.visible_to(request.user).filter(version__work=work)
    if version is None or not given.exists():
        raise Http404
    return _pdf(policy_statement(work, version, given, now()), f"policy-{work.pk}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
