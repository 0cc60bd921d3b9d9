"""What comes along and what stays before two cases become one, and what to do about what goes on."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from cases.enums import TransferState
from cases.linked_rows import Link
from cases.models import Household
from core.registries import OpenRow, rows_left_behind


def counted(links: Iterable[Link], user: User) -> list[dict[str, Any]]:
    """How many of each kind, of those that user may see: another app's confidence is not told here."""
    rows = list(links)
    lines = []
    for label in sorted(Counter(link.model for link in rows)):
        model = apps.get_model(label)
        found: Any = model._default_manager.filter(pk__in=[link.pk for link in rows if link.model == label])
        if hasattr(found, "visible_to"):
            found = found.visible_to(user)
        if count := found.count():
            lines.append({"label": capfirst(str(model._meta.verbose_name_plural)), "count": count})
    return lines


def going_on(household: Household, user: User, among: Collection[Link] | None = None) -> list[OpenRow]:
    """What goes on and stays with the household's case; of these links only, where they are given."""
    found = [row for source in rows_left_behind for row in source(household, user)]
    if among is None:
        return found
    stay = {(link.model, link.pk) for link in among}
    return [row for row in found if (row.model, row.object_id) in stay or row.model == TRANSFER]


TRANSFER = "cases.transfer"


def waiting_transfers(household: Household, user: User) -> list[OpenRow]:
    """A handing over to another board that has not been answered: it is about a case that is closed then."""
    rows = household.transfers.filter(state=TransferState.OFFERED) if user.can("household.transfer") else ()
    return [
        OpenRow(
            model=TRANSFER,
            object_id=row.pk,
            title=_("Waits to be received by another board"),
            advice=_("Withdraw it first, or wait until it is received."),
            url=reverse("cases:household_detail", args=[household.pk]),
        )
        for row in rows
    ]
