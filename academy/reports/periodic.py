from datetime import datetime

from academy.periodic import periodic
from academy.reports import sending


@periodic
def send_kept_views(at: datetime) -> int:
    """On the mornings that their owners chose."""
    return sending.send_views(at)
