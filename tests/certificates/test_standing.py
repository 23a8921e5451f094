from datetime import date, timedelta

import pytest

from academy.certificates.domain.standing import Standing, standing

TODAY = date(2028, 2, 29)
HELD = {"valid_until": None, "revoked": False, "replaced": False, "open_again": False}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Standing.VALID),
        ({"valid_until": TODAY}, Standing.VALID),
        ({"valid_until": TODAY - timedelta(days=1)}, Standing.EXPIRED),
        ({"open_again": True}, Standing.UPDATE_DUE),
        ({"open_again": True, "valid_until": TODAY - timedelta(days=1)}, Standing.EXPIRED),
        ({"replaced": True, "valid_until": TODAY - timedelta(days=1)}, Standing.REPLACED),
        ({"revoked": True, "replaced": True}, Standing.REVOKED),
    ],
)
def test_the_first_that_is_true(facts: dict, expected: Standing) -> None:
    assert standing(TODAY, **{**HELD, **facts}) is expected
