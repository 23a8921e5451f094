from datetime import datetime

from django.db import connection, transaction

from academy.staff.models import Leadership, User
from academy.staff.signals import people_changed

# A person appears once below each leader; UNION (not UNION ALL) ends the walk where managers form a ring.
CLOSURE = """
INSERT INTO {leadership} (leader_id, person_id, depth)
WITH RECURSIVE chain(leader_id, person_id, depth) AS (
    SELECT manager_id, id, 1 FROM {user} WHERE manager_id IS NOT NULL
    UNION
    SELECT above.manager_id, chain.person_id, chain.depth + 1
    FROM chain JOIN {user} above ON above.id = chain.leader_id
    WHERE above.manager_id IS NOT NULL AND chain.depth < 40
)
SELECT leader_id, person_id, MIN(depth) FROM chain WHERE leader_id <> person_id GROUP BY leader_id, person_id
"""


@transaction.atomic
def rebuild_leadership() -> None:
    """Lay the closure of the managers' chain again: two statements, whatever the number of people."""
    with connection.cursor() as cursor:
        # Not by the ORM, which would fetch every row first, for whoever listens to deletions.
        cursor.execute(f"DELETE FROM {Leadership._meta.db_table}")
        cursor.execute(CLOSURE.format(leadership=Leadership._meta.db_table, user=User._meta.db_table))


@transaction.atomic
def close_accounts(at: datetime) -> int:
    """Close the accounts of those whose last day is over, so that they can not sign in; return how many there were."""
    closed = User.objects.left(at).update(is_active=False)
    if closed:
        people_changed.send(User)
    return closed
