"""The words of a notice, in the language that is active."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.inbox.models import Notice


def title_of(notice: Notice) -> str:
    """The title of what the notice is about, in the reader's language where there is one."""
    titles = notice.titles
    return titles.get(get_language()) or titles.get("en") or next(iter(titles.values()), "")


def headline(notice: Notice) -> str:
    """One line that says what the notice wants. It is the subject of the e-mail too."""
    title = title_of(notice)
    match notice.kind:
        case Notice.Kind.POLICY_ASSIGNED:
            return _("Please read and acknowledge: %(title)s") % {"title": title}
        case Notice.Kind.POLICY_CLARIFIED:
            return _("Made clearer, nothing to do: %(title)s") % {"title": title}
        case Notice.Kind.COURSE_ASSIGNED:
            return _("A course for you: %(title)s") % {"title": title}
        case Notice.Kind.QUIZ_ASSIGNED:
            return _("A quiz for you: %(title)s") % {"title": title}
    raise ValueError(notice.kind)
