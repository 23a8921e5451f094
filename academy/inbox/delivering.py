"""Sending what is due: claimed, sent, written down.

A claim is a conditional update that moves `send_after` on by LEASE, so that no other worker takes the same delivery.
A worker that is killed gives its claims back by the passing of that time: nothing is lost. One killed between the
answer of a server and our writing it down sends that one message again: at least once, for that moment only. What is
sent twice carries the same Message-ID or topic, by which mail programs and browsers show it once.
"""

import logging
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet

from academy.inbox.channels import Channel, Failed, Send, chat, mail, push
from academy.inbox.domain import telling
from academy.inbox.models import Delivery, Preference
from academy.returning import update_returning
from academy.staff.models import User

logger = logging.getLogger(__name__)

CHANNELS: dict[str, Channel] = {
    Delivery.Channel.EMAIL: mail.single,
    Delivery.Channel.DIGEST: mail.digest,
    Delivery.Channel.PUSH: push.push,
    Delivery.Channel.CHAT: chat.chat,
}
LEASE = timedelta(minutes=15)
BATCH = 50
ROUND = 5.0  # seconds: other tasks wait for the same worker

Message = list[Delivery]
"""What goes to one person at once: one delivery, or all of a digest."""


def send_due(at: datetime) -> bool:
    """Send what is due, by all channels in turn, for a few seconds; return whether some may be left."""
    end = time.monotonic() + ROUND
    busy = list(CHANNELS)
    while busy and time.monotonic() < end:
        busy = [channel for channel in busy if send_batch(channel, at)]
    return bool(busy)


def send_batch(channel: str, at: datetime) -> int:
    """Send some of what is due by one channel; return how many deliveries were taken."""
    claimed = claim(channel, at)
    messages = _within_the_cap(channel, _messages(channel, _wanted(claimed)), at)
    if messages:
        _send(channel, messages, at)
    return len(claimed)


def claim(channel: str, at: datetime) -> list[Delivery]:
    """Take deliveries that are due: ours alone until the lease ends."""
    due = Delivery.objects.by(channel).due(at)
    if channel == Delivery.Channel.DIGEST:  # a digest has all that waits for its reader
        people = due.order_by("notice__recipient").values_list("notice__recipient", flat=True).distinct()[:BATCH]
        found = due.to(list(people)).values_list("pk", flat=True)
    else:
        found = due.order_by("send_after", "pk").values_list("pk", flat=True)[:BATCH]
    if not (wanted := list(found)):
        return []
    taken = update_returning(
        Delivery.objects.due(at).filter(pk__in=wanted), ("id",), send_after=at + LEASE, tries=F("tries") + 1
    )
    mine = Delivery.objects.filter(pk__in=[pk for (pk,) in taken])
    return list(mine.select_related("notice__recipient__preference").order_by("send_after", "pk"))


def _wanted(claimed: Iterable[Delivery]) -> list[Delivery]:
    """Those that somebody still waits for; the others are dropped."""
    dropped: dict[str, list[int]] = defaultdict(list)
    wanted = []
    for delivery in claimed:
        if reason := _not_needed(delivery):
            dropped[reason].append(delivery.pk)
        else:
            wanted.append(delivery)
    for reason, pks in dropped.items():
        _drop(pks, reason)
    return wanted


def _not_needed(delivery: Delivery) -> str | None:
    if delivery.notice.withdrawn_at:
        return Delivery.Outcome.WITHDRAWN
    if not delivery.notice.recipient.is_active:
        return Delivery.Outcome.LEFT
    return None


def _drop(pks: Iterable[int], reason: str) -> None:
    Delivery.objects.pending().filter(pk__in=list(pks)).update(
        state=Delivery.State.DROPPED, send_after=None, outcome=reason
    )


def _messages(channel: str, deliveries: Iterable[Delivery]) -> list[Message]:
    if channel != Delivery.Channel.DIGEST:
        return [[delivery] for delivery in deliveries]
    of_person: dict[int, Message] = defaultdict(list)
    for delivery in deliveries:
        of_person[delivery.notice.recipient_id].append(delivery)
    return list(of_person.values())


def _within_the_cap(channel: str, messages: list[Message], at: datetime) -> list[Message]:
    """So many a day for each person; what is beyond goes into the digest, which is never too much."""
    if channel == Delivery.Channel.DIGEST or not messages:
        return messages
    sent = _sent_today(channel, {delivery.notice.recipient_id for [delivery] in messages}, at)
    within, beyond = [], []
    for [delivery] in messages:
        sent[delivery.notice.recipient_id] += 1
        if sent[delivery.notice.recipient_id] > telling.A_DAY:
            beyond.append(delivery)
        else:
            within.append([delivery])
    if beyond:
        _into_digest(beyond, at)
    return within


def _sent_today(channel: str, people: set[int], at: datetime) -> Counter[int]:
    sent = Delivery.objects.by(channel).to(list(people)).filter(state=Delivery.State.SENT, sent_at__gt=at - telling.DAY)
    return Counter(dict(sent.order_by().values_list("notice__recipient").annotate(Count("pk"))))


def _into_digest(deliveries: list[Delivery], at: datetime) -> None:
    """Unless the person has it by e-mail already, or has no address."""
    mailed = Delivery.objects.by(Delivery.Channel.EMAIL).exclude(pk__in=[delivery.pk for delivery in deliveries])
    has_mail = set(
        mailed.filter(notice__in=[delivery.notice_id for delivery in deliveries]).values_list("notice", flat=True)
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                notice_id=delivery.notice_id,
                channel=Delivery.Channel.DIGEST,
                send_after=telling.next_digest(_way_to(delivery.notice.recipient), at),
            )
            for delivery in deliveries
            if delivery.notice.recipient.email and delivery.notice_id not in has_mail
        ],
        ignore_conflicts=True,
    )
    _drop([delivery.pk for delivery in deliveries], Delivery.Outcome.CAPPED)


def _way_to(person: User) -> telling.Way:
    return (getattr(person, "preference", None) or Preference()).way(person.time_zone)


def _send(channel: str, messages: list[Message], at: datetime) -> None:
    """Send one after the other, each written down at once. Where nothing gets through, all wait for the next try.

    Where the other side is slow, what is left is given back: others want the worker too, and the lease runs.
    """
    left, end = deque(messages), time.monotonic() + ROUND
    try:
        with CHANNELS[channel]() as send:
            while left and time.monotonic() < end:
                _send_one(send, left[0], at)
                left.popleft()
    except Failed as failure:
        logger.warning("Nothing goes out by %s: %s", channel, failure.outcome)
        for message in left:
            _note_failure(message, failure, at)
    else:
        _give_back(left, at)


def _give_back(messages: Iterable[Message], at: datetime) -> None:
    if left := [delivery.pk for message in messages for delivery in message]:
        Delivery.objects.pending().filter(pk__in=left).update(send_after=at, tries=F("tries") - 1)


def _send_one(send: Send, message: Message, at: datetime) -> None:
    try:
        outcome = send(message[0].notice.recipient, [delivery.notice for delivery in message])
    except Failed as failure:
        if failure.away:
            raise
        _note_failure(message, failure, at)
    except Exception as error:  # one that can not be written must not hold up the others
        logger.exception("Delivery %s could not be sent", message[0].pk)
        _note_failure(message, Failed(type(error).__name__), at)
    else:
        _pending(message).update(state=Delivery.State.SENT, send_after=None, sent_at=at, outcome=outcome[:300])


def _note_failure(message: Message, failure: Failed, at: datetime) -> None:
    tries = max(delivery.tries for delivery in message)
    pause = None if failure.final else telling.pause_after(tries)
    state = Delivery.State.GIVEN_UP if pause is None else Delivery.State.FAILED
    send_after = None if pause is None else at + pause
    _pending(message).update(state=state, send_after=send_after, outcome=failure.outcome[:300])


def _pending(message: Message) -> QuerySet[Delivery]:
    return Delivery.objects.pending().filter(pk__in=[delivery.pk for delivery in message])
