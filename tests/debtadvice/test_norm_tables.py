"""The tables of norms and rents, entered by an administrator who sees counts and nothing else."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from cases.errors import ActionRefused
from core.clock import today
from core.models import AuditEvent
from debtadvice.actions.tables import save_table
from debtadvice.enums import TableKind
from debtadvice.models import AmountTable
from tests.debtadvice.norm_2019 import NORM
from tests.factories.accounts import AuthorityFactory, staff
from tests.factories.debt import AmountTableFactory, DebtCaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _norms_of_the_installation():
    """What the migration enters; a test that empties the database before this one takes it away."""
    if not AmountTable.objects.exists():
        import_module("debtadvice.migrations.0008_whole_norms").enter_whole_norms(apps, None)


@pytest.fixture
def administrator(client):
    user = staff(Role.SYSTEM_ADMINISTRATOR)
    client.force_login(user)
    return user


def test_the_administrator_sees_counts_and_nothing_else(client, administrator):
    board = AuthorityFactory(name="Ekens nämnd")
    names = {"authority": board, "family_name": "Hemligsson", "case_number": "S2026-7777"}
    DebtCaseFactory(**names, opened_on=today(), asked_on=today())
    DebtCaseFactory(authority=board, opened_on=today() - timedelta(days=9))
    DebtCaseFactory(authority=board, opened_on=today() - timedelta(days=9), closed_on=today())
    page = client.get(reverse("debtadvice:tables"))
    assert page.context["counts"] == [(board, 2, 1)]
    text = page.content.decode()
    assert "Rådgivningen i siffror" in text
    assert "Hemligsson" not in text
    assert "S2026-7777" not in text


def test_new_amounts_begin_where_those_in_force_do(client, administrator):
    board = AuthorityFactory()
    first_of_year = today().replace(month=1, day=1)
    address = f"{reverse('debtadvice:table_new', args=['rent'])}?namnd={board.pk}"
    assert client.get(address).context["form"]["valid_from"].value() == first_of_year.isoformat()
    AmountTableFactory(kind="rent", authority=board, valid_from=today(), amounts={"adults_1": "1"})
    assert client.get(address).context["form"]["valid_from"].value() == today().isoformat()


def test_the_administrator_enters_a_version(client, administrator):
    page = client.get(reverse("debtadvice:tables"))
    assert "inte inlagt" in page.content.decode().lower()
    address = reverse("debtadvice:table_new", args=["norm"])
    data = {
        "valid_from": "2019-01-01",
        "source": "Socialstyrelsen",
        **{code: str(a) for code, a in NORM.items()},
    }
    for _click in range(2):
        assert client.post(address, data).status_code == 302
    table = AmountTable.objects.get(valid_from=date(2019, 1, 1))
    assert (table.known, table.made_by) == (NORM, administrator)
    event = AuditEvent.objects.filter(action="debt_table.saved").first()
    assert event.details == {"kind": "norm", "from": "2019-01-01"}
    assert client.get(address).status_code == 200


def test_rents_are_entered_board_by_board(client, administrator):
    ours, other = AuthorityFactory(name="Ekens nämnd"), AuthorityFactory(name="Almens nämnd")
    AuthorityFactory(name="Nedlagda nämnden", is_active=False)
    page = client.get(reverse("debtadvice:tables")).content.decode()
    assert page.index("Almens nämnd") < page.index("Ekens nämnd")
    assert "Nedlagda" not in page
    address = reverse("debtadvice:table_new", args=["rent"])
    form = client.get(f"{address}?namnd={ours.pk}").context["form"]
    assert form["authority"].value() == ours.pk
    data = {"valid_from": "2026-01-01", "source": "Riktlinjer", "adults_1": "7 100", "authority": ours.pk}
    assert client.post(address, {**data, "authority": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert client.post(address, {**data, "adults_1": "6 900", "authority": other.pk}).status_code == 302
    for board, amount in ((ours, 7100), (other, 6900)):
        assert AmountTable.objects.in_force(TableKind.RENT, today(), board.pk).known == {"adults_1": amount}
    page = client.get(reverse("debtadvice:tables")).content.decode()
    assert page.count("6 belopp saknas") == 2


@pytest.mark.parametrize(
    "changes",
    [{"source": ""}, {"valid_from": "igår kväll"}, {"adult_single": "många"}, {"adult_single": "-1"}],
)
def test_a_version_that_cannot_be_is_refused_with_what_was_typed(client, administrator, changes):
    data = {"valid_from": "2031-01-01", "source": "Ny källa", "adult_single": "4000", **changes}
    response = client.post(reverse("debtadvice:table_new", args=["norm"]), data)
    assert response.status_code == 422
    assert not AmountTable.objects.filter(valid_from=date(2031, 1, 1)).exists()


def test_a_version_without_amounts_or_of_an_unknown_kind_is_refused(client, administrator):
    board, rents = AuthorityFactory(), {"adults_1": Decimal(1)}
    for values in (
        {"kind": TableKind.RENT, "amounts": {}, "authority": board},
        {"kind": TableKind.RENT, "amounts": rents},
        {"kind": TableKind.RENT, "amounts": rents, "authority": board, "source": " "},
    ):
        with pytest.raises(ActionRefused):
            save_table(**{"valid_from": today(), "source": "x", "by": administrator, **values})
    for values in (
        {"kind": TableKind.RENT, "amounts": {"x": Decimal(1)}},
        {"kind": TableKind.MINIMUM, "amounts": {"minimum": Decimal(1)}},
    ):
        with pytest.raises(TypeError):
            save_table(valid_from=today(), source="x", by=administrator, authority=board, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        AmountTableFactory(kind=TableKind.RENT)
    assert client.get(reverse("debtadvice:table_new", args=["annat"])).status_code == 404
