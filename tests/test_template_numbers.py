from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from academy.templatetags.academy import num


@pytest.mark.parametrize(
    ("value", "written"), [(Fraction(275, 3), "۹۲"), (Decimal("91.666667"), "۹۲"), (92, "۹۲"), ("", ""), (None, "")]
)
def test_every_kind_of_number_is_written(value: object, written: str) -> None:
    with translation.override("fa"):
        assert num(value) == written
