"""Telling people: one notice for one person about one thing, and a delivery for each channel that carries it."""

from collections.abc import Iterable
from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from academy.inbox.domain import telling


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: models.Model) -> "NoticeQuerySet":
        return self.filter(recipient=user, withdrawn_at=None)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def mark_read(self, at: datetime) -> int:
        return self.unread().update(read_at=at)


class Notice(models.Model):
    """The words are made when they are read, from `kind`, `titles` and `facts`, in the language of the reader."""

    class Kind(models.TextChoices):
        POLICY_ASSIGNED = "policy_assigned", _("a policy to acknowledge")
        POLICY_REMINDER = "policy_reminder", _("a reminder of a policy")
        POLICY_ESCALATED = "policy_escalated", _("people who are late with a policy")
        POLICY_CLARIFIED = "policy_clarified", _("a policy made clearer")
        POLICY_WITHDRAWN = "policy_withdrawn", _("a policy that no longer holds")
        POLICY_DECLINED = "policy_declined", _("a policy that somebody declined")
        POLICY_ACKNOWLEDGED_FOR = "policy_acknowledged_for", _("a policy that was acknowledged for somebody")
        POLICY_QUESTION = "policy_question", _("a question about a policy")
        POLICY_ANSWERED = "policy_answered", _("an answer about a policy")
        POLICY_REVIEW_DUE = "policy_review_due", _("a policy to review")
        POLICY_APPROVAL = "policy_approval", _("a policy to approve")
        POLICY_SENT_BACK = "policy_sent_back", _("a policy that was sent back")
        CLAUSE_CHANGED = "clause_changed", _("content that rests on a changed clause")
        COURSE_ASSIGNED = "course_assigned", _("a course to take")
        COURSE_REMINDER = "course_reminder", _("a reminder of a course")
        QUIZ_ASSIGNED = "quiz_assigned", _("a quiz to take")
        QUIZ_REMINDER = "quiz_reminder", _("a reminder of a quiz")
        QUIZ_REGRADED = "quiz_regraded", _("a grade that was corrected")
        QUIZ_REOPENED = "quiz_reopened", _("a quiz that is no longer passed")
        QUIZ_MARKED = "quiz_marked", _("a quiz that was marked")
        QUIZ_GRANTED = "quiz_granted", _("more tries or time for a quiz")
        QUIZ_TO_MARK = "quiz_to_mark", _("written answers to mark")
        PATH_ASSIGNED = "path_assigned", _("a learning path to follow")
        PATH_REMINDER = "path_reminder", _("a reminder of a learning path")
        RENEWAL_DUE = "renewal_due", _("something to renew")
        COURSE_CHANGED = "course_changed", _("a finished course that changed")
        COURSE_REQUESTED = "course_requested", _("somebody who asks to take a course")
        COURSE_GRANTED = "course_granted", _("a course that was asked for and granted")
        COURSE_REFUSED = "course_refused", _("a course that was asked for and refused")
        CERTIFICATE_ISSUED = "certificate_issued", _("a certificate")
        CERTIFICATE_REVOKED = "certificate_revoked", _("a certificate that was revoked")
        NOTE_WRITTEN = "note_written", _("a note from a manager")
        REPORT_READY = "report_ready", _("a report that comes regularly")

    # Nobody can silence these: they are moved out of quiet hours, or into the digest.
    MANDATORY = (Kind.POLICY_ASSIGNED, Kind.POLICY_REMINDER, Kind.POLICY_ESCALATED, Kind.POLICY_DECLINED)

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40, choices=Kind.choices)
    about = models.CharField(
        max_length=120,
        help_text="What it is about; a person hears of one thing once: unique with recipient, kind and number.",
    )
    number = models.PositiveSmallIntegerField(default=0, help_text="Which reminder of the same thing.")
    titles = models.JSONField(default=dict, help_text="Title of the thing by language code.")
    facts = models.JSONField(default=dict, help_text="What the headline says beside the title.")
    path = models.CharField(max_length=200, help_text="Where it leads, without the language prefix.")
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "kind", "about", "number"], name="notice_once")]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def icon(self) -> str:
        """The sign of what it is about: "policy", "course", "quiz", "chat"."""
        about = self.kind.partition("_")[0]
        return {"clause": "policy", "note": "chat"}.get(about, about)


class Preference(models.Model):
    """How a person wants to be told. Who has none of these rows is told by e-mail, at once."""

    class Mail(models.TextChoices):
        AT_ONCE = telling.AT_ONCE, _("at once")
        IN_DIGEST = telling.IN_DIGEST, _("once a day, all together")
        NEVER = telling.NEVER, _("not at all")

    class Format(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Microsoft Teams"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preference")
    mail = models.CharField(
        pgettext_lazy("way of being told", "E-mail"), max_length=9, choices=Mail.choices, default=Mail.AT_ONCE
    )
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("Quiet until"), null=True, blank=True)
    digest_at = models.TimeField(_("The daily e-mail comes at"), default=time(8))
    chat_url = models.URLField(_("Address of the webhook"), max_length=500, blank=True)
    chat_format = models.CharField(_("Kind of chat"), max_length=5, choices=Format.choices, default=Format.SLACK)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mail}"

    def way(self, zone: str) -> telling.Way:
        """When this person is to be left alone, and when the digest comes."""
        return telling.Way(
            zone, mail=self.mail, quiet_from=self.quiet_from, quiet_until=self.quiet_until, digest_at=self.digest_at
        )

    @property
    def chat_masked(self) -> str:
        """The host and the last letters of the webhook: whoever knows all of it can write into the chat."""
        scheme, _slashes, rest = self.chat_url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}/…{self.chat_url[-4:]}" if rest else ""


class PushSubscription(models.Model):
    """A browser that asked to be told. The endpoint belongs to whoever asked last in that browser."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=100, help_text="Public key of the browser, base64url.")
    auth = models.CharField(max_length=40, help_text="Secret that it shares with us, base64url.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.created_at:%Y-%m-%d}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def pending(self) -> "DeliveryQuerySet":
        """Still to be sent, now or later."""
        return self.exclude(send_after=None)

    def due(self, at: datetime) -> "DeliveryQuerySet":
        return self.filter(send_after__lte=at)

    def any_due(self, at: datetime) -> bool:
        """Channel by channel, as the index has them."""
        return any(self.by(channel).due(at).exists() for channel in Delivery.Channel)

    def by(self, channel: str) -> "DeliveryQuerySet":
        return self.filter(channel=channel)

    def undeliverable(self) -> "DeliveryQuerySet":
        """What was tried until we gave up."""
        return self.filter(state=Delivery.State.GIVEN_UP)

    def to(self, people: Iterable[models.Model] | models.QuerySet) -> "DeliveryQuerySet":
        return self.filter(notice__recipient__in=people)

    def for_list(self) -> "DeliveryQuerySet":
        """All that the log shows, the latest first."""
        return self.select_related("notice__recipient").order_by("-pk")


class Delivery(models.Model):
    """One notice by one channel: when it is sent, how often that was tried, what came of it."""

    class Channel(models.TextChoices):
        EMAIL = telling.EMAIL, _("e-mail")
        DIGEST = telling.DIGEST, _("daily e-mail")
        PUSH = telling.PUSH, _("browser")
        CHAT = telling.CHAT, _("chat")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed, will be tried again")
        GIVEN_UP = "given_up", _("given up")
        DROPPED = "dropped", _("not needed any more")

    class Outcome(models.TextChoices):
        """What we say ourselves; everything else in `outcome` is the answer of a server."""

        WITHDRAWN = "withdrawn", _("done or withdrawn before it was sent")
        CAPPED = "capped", _("enough messages for one day: moved into the daily e-mail")
        NOWHERE = "nowhere", _("no address to send it to")
        LEFT = "left", _("the account is closed")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    send_after = models.DateTimeField(
        _("not before"), null=True, help_text="Moved on by whoever sends it; null when there is nothing more to do."
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ["view"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once")]
        indexes = [
            models.Index(fields=["channel", "send_after", "id"], name="delivery_due"),
            models.Index(fields=["notice"], condition=models.Q(state="given_up"), name="delivery_given_up"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel} {self.state}"

    @property
    def outcome_in_words(self) -> str:
        return str(dict(self.Outcome.choices).get(self.outcome, self.outcome))
