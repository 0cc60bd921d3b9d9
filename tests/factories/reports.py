"""Reports that were kept."""

from datetime import date

import factory
from django.utils import timezone

from reports.models import ReportRevision
from tests.factories.accounts import AuthorityFactory


class ReportRevisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportRevision

    authority = factory.SubFactory(AuthorityFactory)
    period_key = "2013-T3"
    period_start = date(2013, 9, 1)
    period_end = date(2013, 12, 31)
    period_kind = "tertial"
    as_of = date(2014, 1, 1)
    revision = 1
    payload = factory.LazyFunction(lambda: {"figures": {}, "months": []})
    computed_at = factory.LazyFunction(timezone.now)
