from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import User

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def tell(db: None) -> Callable[..., Notice | None]:
    """Tell somebody of the policy "Refunds", due in four days."""

    def told(*people: User, about: str = "work:1:1", at: datetime = AT, **others: Any) -> Notice | None:
        values: dict[str, Any] = {
            "kind": Notice.Kind.POLICY_ASSIGNED,
            "titles": {"en": "Refunds", "fa": "بازپرداخت"},
            "path": "/learn/work/1/",
            **others,
        }
        due = AT + timedelta(days=4)
        inbox.tell(about=about, recipients=dict.fromkeys((person.pk for person in people), due), at=at, **values)
        return Notice.objects.filter(about=about, recipient=people[0], number=values.get("number", 0)).first()

    return told
