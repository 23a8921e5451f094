"""How a certificate stands on a day."""

from datetime import date
from enum import Enum


class Standing(Enum):
    """The first that is true."""

    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UPDATE_DUE = "update_due"
    VALID = "valid"


def standing(today: date, *, valid_until: date | None, revoked: bool, replaced: bool, open_again: bool) -> Standing:
    """`valid_until`: the last day on which it counts, None for good. `open_again`: part of it is to be done anew."""
    if revoked:
        return Standing.REVOKED
    if replaced:
        return Standing.REPLACED
    if valid_until is not None and valid_until < today:
        return Standing.EXPIRED
    return Standing.UPDATE_DUE if open_again else Standing.VALID
