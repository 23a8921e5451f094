"""Web Push: what travels is the number of a notice, encrypted for the browser. The words wait on the site."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.utils import parseaddr

from django.conf import settings
from pywebpush import WebPushException, webpush

from academy.inbox.channels import Failed, Send, outgoing, vapid
from academy.inbox.models import Delivery, Notice, PushSubscription
from academy.staff.models import User

KEPT = 24 * 60 * 60  # seconds for which a push service keeps a message for a browser that is away
GONE = {404, 410}


@contextmanager
def push() -> Iterator[Send]:
    with outgoing.Outgoing() as session:

        def send(person: User, notices: Sequence[Notice]) -> str:
            (notice,) = notices
            return to_all(list(person.push_subscriptions.all()), notice, session)

        yield send


def to_all(browsers: Sequence[PushSubscription], notice: Notice, session: outgoing.Outgoing) -> str:
    """Send to every browser of a person. One is enough: what else failed is said, and not tried again."""
    failed = []
    for browser in browsers:
        try:
            to_one(browser, notice, session)
        except Failed as failure:
            failed.append(failure)
    if not browsers:
        raise Failed(Delivery.Outcome.NOWHERE, final=True)
    if len(failed) == len(browsers):
        raise Failed(failed[0].outcome, final=all(failure.final for failure in failed))
    return failed[0].outcome if failed else ""


def to_one(browser: PushSubscription, notice: Notice, session: outgoing.Outgoing) -> None:
    if outgoing.refuses(browser.endpoint):
        raise Failed("private address", final=True)
    status = _post(browser, notice, session)
    if status in GONE:  # the browser has unsubscribed
        browser.delete()
    outgoing.check(status)


def _post(browser: PushSubscription, notice: Notice, session: outgoing.Outgoing) -> int:
    try:
        with outgoing.failures():
            answer = webpush(
                {"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}},
                json.dumps({"notice": notice.pk}),
                vapid_private_key=vapid.key(),
                vapid_claims={"sub": contact()},
                ttl=KEPT,
                headers={"Topic": f"notice-{notice.pk}"},  # a second one takes the place of the first
                requests_session=session,
            )
    except WebPushException as error:
        if error.response is None:
            raise Failed("the keys of the browser are not right", final=True) from error
        answer = error.response
    return answer.status_code


def contact() -> str:
    """Whom a push service may turn to."""
    if settings.WAGTAILADMIN_BASE_URL.startswith("https://"):
        return str(settings.WAGTAILADMIN_BASE_URL)
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
