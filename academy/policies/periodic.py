from datetime import datetime

from academy.periodic import periodic
from academy.policies.actions import tell_of_reviews


@periodic
def reviews(at: datetime) -> int:
    """Owners are told of the policies whose day of review has come."""
    return tell_of_reviews(at)
