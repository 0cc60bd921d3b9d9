"""The constraint on the table that it was made for."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.constraints import violated_constraint
from housing.models import Tenancy
from tests.factories.events import FlatFactory, TenancyFactory

pytestmark = pytest.mark.django_db


def test_one_flat_has_one_tenant_a_night() -> None:
    flat = FlatFactory()
    first = TenancyFactory(flat=flat, first_night=date(2024, 2, 1), last_night=date(2024, 2, 29))
    TenancyFactory(flat=flat, first_night=date(2024, 3, 1), last_night=None)
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        TenancyFactory(flat=flat, first_night=date(2024, 2, 29), last_night=date(2024, 2, 29))
    assert violated_constraint(raised.value) == "housing_tenancy_no_overlap"
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        Tenancy.objects.filter(pk=first.pk).update(last_night=date(2024, 3, 1))
    assert violated_constraint(raised.value) == "housing_tenancy_no_overlap"
    TenancyFactory(flat=FlatFactory(), first_night=date(2024, 2, 1))


def test_the_form_hears_of_it_at_the_first_night() -> None:
    taken = TenancyFactory(first_night=date(2024, 2, 1), last_night=None)
    wanted = TenancyFactory.build(
        flat=taken.flat, household=taken.household, authority=taken.authority, first_night=date(2030, 1, 1)
    )
    with pytest.raises(ValidationError) as raised:
        wanted.validate_constraints()
    assert list(raised.value.message_dict) == ["first_night"]


def test_last_night_before_the_first_is_named_on_both_engines() -> None:
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        TenancyFactory(first_night=date(2024, 2, 2), last_night=date(2024, 2, 1))
    assert violated_constraint(raised.value) == "housing_tenancy_nights"
