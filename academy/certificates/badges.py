"""A certificate as an Open Badge: a verifiable credential, signed as a JSON Web Token.

By Open Badges 3.0 (1EdTech) on the Verifiable Credentials Data Model 2.0 (W3C): the credential itself is the payload
of the token, with the claims `iss`, `jti`, `sub`, `nbf` and `exp` beside it.
"""

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import Any

import jwt
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import titles_of
from academy.certificates.keys import ALGORITHM, key, public_jwk
from academy.certificates.models import Certificate, CertificateRule, Revocation

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def public(name: str, *args: Any) -> str:
    return str(settings.WAGTAILADMIN_BASE_URL) + reverse(name, args=args)


def issuer() -> dict[str, Any]:
    return {
        "id": public("badge_issuer"),
        "type": ["Profile"],
        "name": str(settings.WAGTAIL_SITE_NAME),
        "url": str(settings.WAGTAILADMIN_BASE_URL),
    }


def achievement(rule: CertificateRule) -> dict[str, Any]:
    title = titles_of(rule.work).get(SOURCE_LANGUAGE, rule.work.title)
    statement = rule.statement(SOURCE_LANGUAGE) or title
    return {
        "id": public("badge_achievement", rule.pk),
        "type": ["Achievement"],
        "name": title,
        "description": statement,
        "criteria": {"narrative": statement},
        "image": {"id": public("badge_picture"), "type": "Image"},
    }


def credential(certificate: Certificate) -> dict[str, Any]:
    """Names the person by their e-mail address, hashed with the code of the certificate; or by it alone."""
    learner = certificate.assignment.learner
    subject: dict[str, Any] = {
        "id": f"urn:uuid:{learner.opaque_id}",
        "type": ["AchievementSubject"],
        "achievement": achievement(certificate.rule),
    }
    if learner.email:
        hashed = hashlib.sha256((learner.email.lower() + certificate.code).encode()).hexdigest()
        subject["identifier"] = [
            {
                "type": "IdentityObject",
                "identityHash": f"sha256${hashed}",
                "identityType": "emailAddress",
                "hashed": True,
                "salt": certificate.code,
            }
        ]
    ends = {"validUntil": _moment(_end(certificate))} if certificate.valid_until else {}
    return {
        "@context": CONTEXT,
        "id": identity(certificate),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": subject["achievement"]["name"],
        "issuer": issuer(),
        "validFrom": _moment(certificate.issued_at),
        **ends,
        "credentialSubject": subject,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": public("badge_revocations"), "type": "1EdTechRevocationList"},
    }


def signed(certificate: Certificate) -> str:
    """The credential as a compact token. `kid` leads to the key: an address of ours, and which of the keys there."""
    body = credential(certificate)
    claims = {
        **body,
        "iss": body["issuer"]["id"],
        "jti": body["id"],
        "sub": body["credentialSubject"]["id"],
        "nbf": int(certificate.issued_at.timestamp()),
        **({"exp": int(_end(certificate).timestamp())} if certificate.valid_until else {}),
    }
    kid = f"{public('badge_keys')}#{public_jwk()['kid']}"
    return jwt.encode(claims, key(), algorithm=ALGORITHM, headers={"kid": kid, "typ": "JWT"})


def identity(certificate: Certificate) -> str:
    """The address at which anybody checks it, in English: a name has one spelling."""
    with translation.override(SOURCE_LANGUAGE):
        return public("check_certificate", certificate.code)


def revocations() -> dict[str, Any]:
    revoked = Revocation.objects.select_related("certificate").order_by("pk")
    return {
        "id": public("badge_revocations"),
        "issuer": public("badge_issuer"),
        "revokedCredential": [{"id": identity(one.certificate), "revoked": True} for one in revoked],
    }


def _end(certificate: Certificate) -> datetime:
    """The end of its last day wherever the person is."""
    assert certificate.valid_until
    zone = certificate.assignment.learner.zone
    return datetime.combine(certificate.valid_until + timedelta(days=1), time.min, zone).astimezone(UTC)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
