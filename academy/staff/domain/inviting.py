"""By which ways somebody may be let in by somebody else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ways:
    """`send`: a link to their own address. `code`: one on paper, which whoever holds it can use."""

    send: bool
    code: bool


def ways(*, has_address: bool, has_password: bool, keeps_people: bool, above: bool) -> Ways:
    """Who has a password acts under their own name already, and nobody who merely leads them may take that over.

    `keeps_people`: the other one may change accounts. `above`: the person has rights that the other one has not.
    """
    if above:
        return Ways(send=has_address and not has_password, code=False)
    return Ways(send=has_address and not has_password, code=not has_password or keeps_people)
