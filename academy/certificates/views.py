"""Certificates: one's own, those of one's people, and the public check."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.certificates import actions, badges, keys
from academy.certificates.models import Certificate, CertificateRule
from academy.certificates.paper import certificate_pdf
from academy.certificates.reading import certificates_of, lines_of
from academy.staff.models import User

LANGUAGES = {code for code, _name in settings.LANGUAGES}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    lines = certificates_of(request.user, now(), get_language())
    return render(request, "certificates/list.html", {"person": request.user, "lines": lines, "may_revoke": False})


@require_safe
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    may_revoke = User.objects.answerable_to(request.user).filter(pk=pk).exists()
    lines = certificates_of(person, now(), get_language())
    return render(request, "certificates/list.html", {"person": person, "lines": lines, "may_revoke": may_revoke})


def _visible(request: HttpRequest, pk: int) -> Certificate:
    return get_object_or_404(Certificate.objects.visible_to(request.user).for_reading(), pk=pk)


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """`?language=fa` for another than the reader's."""
    certificate = _visible(request, pk)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else get_language()
    headers = {"Content-Disposition": f'inline; filename="certificate-{pk}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(certificate_pdf(certificate, language), content_type="application/pdf", headers=headers)


@require_safe
def badge(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder's own: a badge speaks for whoever has it."""
    certificate = get_object_or_404(Certificate.objects.of(request.user).for_reading(), pk=pk)
    headers = {"Content-Disposition": f'attachment; filename="badge-{pk}.jwt"', "Cache-Control": "private, no-store"}
    return HttpResponse(badges.signed(certificate), content_type="application/vc+jwt", headers=headers)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The person sees it, and whoever leads them."),
    )


def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    people = User.objects.answerable_to(request.user)
    certificate = get_object_or_404(
        Certificate.objects.for_reading().filter(assignment__learner__in=people.values("pk")), pk=pk
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.revoke(certificate, form.cleaned_data["reason"], request.user, now()):
            messages.success(request, _("It holds no longer. The person is told, with your reason."))
        else:
            messages.info(request, _("It was revoked before."))
        return redirect("certificates_of", certificate.assignment.learner_id)
    (line,) = lines_of([certificate], now(), get_language())
    context = {"line": line, "person": certificate.assignment.learner, "form": form}
    return render(request, "certificates/revoke.html", context)


# For anybody


@never_cache
@login_not_required
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate holds: no more of the person than the name that stands on it."""
    certificate = Certificate.objects.for_reading().filter(code=code).first()
    context: dict[str, Any] = {"line": None}
    if certificate:
        (context["line"],) = lines_of([certificate], now(), get_language())
    answer = render(request, "certificates/check.html", context, status=200 if certificate else 404)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@login_not_required
@require_safe
def issuer(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"@context": badges.CONTEXT, **badges.issuer()})


@login_not_required
@require_safe
def public_keys(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"keys": [keys.public_jwk()]})


@login_not_required
@require_safe
def revocations(request: HttpRequest) -> JsonResponse:
    return JsonResponse(badges.revocations())


@login_not_required
@require_safe
def achievement(request: HttpRequest, pk: int) -> JsonResponse:
    rule = CertificateRule.objects.filter(pk=pk).select_related("work").first()
    if rule is None:
        raise Http404
    return JsonResponse({"@context": badges.CONTEXT, **badges.achievement(rule)})


@login_not_required
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    return render(request, "certificates/badge.svg", content_type="image/svg+xml")
