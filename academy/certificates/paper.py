"""A certificate for paper, in any of our languages."""

import io
from datetime import datetime

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from academy.assignments.actions import titles_of
from academy.certificates.models import Certificate
from academy.domain import dates
from academy.navigation import direction_of
from academy.typesetting import typeset

LONGEST = 120  # letters of a name or title: they fit on two lines


def address_of(certificate: Certificate) -> str:
    """Where anybody checks it, in the language that is active."""
    return str(settings.WAGTAILADMIN_BASE_URL) + reverse("check_certificate", args=[certificate.code])


def certificate_pdf(certificate: Certificate, language: str) -> bytes:
    """A PDF on A4, across. `certificate` from `for_reading`."""
    with translation.override(language):
        rule, learner = certificate.rule, certificate.assignment.learner
        titles = titles_of(rule.work)
        address = address_of(certificate)
        return typeset(
            "certificate.typ",
            {
                "language": language,
                "rtl": direction_of(language) == "rtl",
                "site": str(settings.WAGTAIL_SITE_NAME),
                "title": _("Certificate"),
                "name": Truncator(str(learner)).chars(LONGEST),
                "has_done": _("has successfully completed"),
                "what": Truncator(titles.get(language) or rule.work.title).chars(LONGEST),
                "statement": rule.statement(language),
                "facts": _facts(certificate, language),
                "signed_by": rule.signed_by,
                "signed_as": rule.signed_as,
                "check": _("Whether it still holds can be checked at this address:"),
                "address": address,
                "qr": _picture(address),
            },
        )


def _facts(certificate: Certificate, language: str) -> list[dict[str, str]]:
    issued: datetime = certificate.issued_at.astimezone(timezone.get_current_timezone())
    facts = [{"name": _("Issued on"), "value": dates.day(issued.date(), language)}]
    if certificate.valid_until:
        facts.append({"name": _("Valid until"), "value": dates.day(certificate.valid_until, language)})
    return facts


def _picture(address: str) -> str:
    """The address as a QR code, in SVG."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=0, dark="#1b242b", xmldecl=False)
    return picture.getvalue().decode()
