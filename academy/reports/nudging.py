"""Managers remind one of their people of one piece of work."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from academy.assignments.models import Assignment
from academy.assignments.reminding import remind_now
from academy.staff.models import User


@require_POST
def remind(request: HttpRequest, pk: int, assignment_id: int) -> HttpResponse:
    """Once a day; a second click changes nothing. Leads back to where it was pressed."""
    person = get_object_or_404(User.objects.answerable_to(request.user).active(), pk=pk)
    theirs = Assignment.objects.filter(learner=person)
    assignment = get_object_or_404(theirs, pk=assignment_id)
    if remind_now(theirs.filter(pk=assignment.pk), request.user, now()):
        messages.success(request, _("%(name)s was reminded.") % {"name": person})
    else:
        messages.info(
            request,
            _("Nothing was sent: %(name)s was reminded today already, is away, or has it no longer to do.")
            % {"name": person},
        )
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("person", pk)
