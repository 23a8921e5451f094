from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from academy.policies import actions
from academy.policies.models import PolicyText

REFUSALS = {
    actions.Refusal.REPLACED: _(
        "A newer version was published while you were reading. Nothing was recorded; please read the new one."
    ),
}


@require_POST
def acknowledge(request: HttpRequest, text_id: int) -> HttpResponse:
    text = get_object_or_404(PolicyText.objects.select_related("version__work"), pk=text_id)
    try:
        actions.acknowledge(request.user, text, now())
    except actions.Refused as refusal:
        messages.warning(request, REFUSALS[refusal.reason])
    return redirect("open_work", text.version.work_id)
