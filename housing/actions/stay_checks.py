"""What the verbs of a stay ask in common: what is held, which nights are possible, what covers them."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.locking import locked
from cases.errors import ActionRefused
from cases.models import Household
from housing.actions.agenda import hold_agendas
from housing.enums import FlatKind, Outcome
from housing.limits import last_allowed_night
from housing.models import BoardDecision, Flat, StayExtension, Tenancy

NO_OVERLAP = "housing_tenancy_no_overlap"


def held(tenancy: Tenancy, by: User, *, with_agenda: bool = False) -> Tenancy:
    """The tenancy as it is now; its household and flat are held until the transaction ends.

    `with_agenda`: so are the coming meetings, for verbs that change what belongs on their agendas.
    Raises ActionRefused for another board's and for an annulled one.
    """
    household = locked(tenancy.household, by)
    if with_agenda:
        hold_agendas(household.authority_id)
    # NO KEY, as with households: the agenda's items point to flats and stays.
    flat = Flat.objects.select_for_update(no_key=True).get(pk=tenancy.flat_id)
    row = Tenancy.objects.select_for_update(no_key=True).get(pk=tenancy.pk)
    if row.annulled_at is not None:
        raise ActionRefused(_("The stay was annulled. Register it anew if it is true after all."))
    row.household, row.flat = household, flat
    return row


def refuse_unavailable(flat: Flat, first_night: date, last_night: date | None) -> None:
    """The board must have the flat on the nights. `last_night` None: until further notice."""
    if first_night < flat.available_from:
        raise ActionRefused(
            _("The flat is available from %(day)s. Choose that night or a later one.")
            % {"day": flat.available_from},
            "first_night",
        )
    if flat.available_until is not None and (last_night or first_night) > flat.available_until:
        raise ActionRefused(
            _("The flat is available through %(day)s. Choose earlier nights or another flat.")
            % {"day": flat.available_until},
            "planned_last_night",
        )
    if flat.available_until is not None and last_night is None:
        raise ActionRefused(
            _("The flat is available through %(day)s. Write a planned last night.")
            % {"day": flat.available_until},
            "planned_last_night",
        )


def refuse_taken(flat: Flat, first_night: date, last_night: date | None, but: int | None = None) -> None:
    """Nobody else's nights. `but`: the stay that is itself changed."""
    others = Tenancy.objects.counted().filter(flat=flat).exclude(last_night__lt=first_night)
    others = others.exclude(pk=but or 0)
    if last_night is not None:
        others = others.filter(first_night__lte=last_night)
    other = others.order_by("first_night").first()
    if other is not None:
        raise taken(other)


def taken(other: Tenancy | None = None) -> ActionRefused:
    """What is said of a double booking, whoever finds it."""
    if other is None:
        return ActionRefused(
            _("Somebody else was given the flat just now. Choose another flat or other nights."), "flat"
        )
    if other.last_night is not None:
        words = _(
            "The flat is lived in from %(first)s through %(last)s. Choose other nights or another flat."
        )
    elif other.planned_last_night is not None:
        words = _(
            "The flat is lived in from %(first)s, planned through %(planned)s. End that stay first, or "
            "choose another flat."
        )
    else:
        words = _("The flat is lived in from %(first)s. End that stay first, or choose another flat.")
    values = {"first": other.first_night, "last": other.last_night, "planned": other.planned_last_night}
    return ActionRefused(words % values, "flat")


def refuse_second_home(
    household: Household, first_night: date, last_night: date | None, but: int | None = None
) -> None:
    """A household lives in one of the flats at a time."""
    others = Tenancy.objects.counted().filter(household=household).exclude(last_night__lt=first_night)
    if last_night is not None:
        others = others.filter(first_night__lte=last_night)
    if others.exclude(pk=but or 0).exists():
        raise ActionRefused(
            _("The household already lives in one of the flats on those nights. End that stay first."),
            "first_night",
        )


def refuse_over_limit(
    flat: Flat, first_night: date, last_night: date | None, authorised: date | None = None
) -> None:
    """A stay in a transitional flat has a planned end, three months ahead at most or as authorised."""
    if flat.kind != FlatKind.TRANSITIONAL:
        return
    if last_night is None:
        raise ActionRefused(
            _("Write the planned last night: a stay in a transitional flat has one."), "planned_last_night"
        )
    allowed = last_allowed_night(first_night)
    if last_night > max(allowed, authorised or allowed):
        raise ActionRefused(
            _("A stay in a transitional flat is at most three months: through %(night)s.")
            % {"night": max(allowed, authorised or allowed)},
            "planned_last_night",
        )


def authorised_through(tenancy: Tenancy) -> date | None:
    """The last night of the furthest extension over the limit."""
    nights = StayExtension.objects.filter(tenancy=tenancy).order_by("-last_night")
    return nights.values_list("last_night", flat=True).first()


def refuse_uncovered(
    decision: BoardDecision | None, household: Household, flat: Flat, first_night: date, last: date | None
) -> None:
    """Every stay rests on an approval that holds, of this household and for such a flat."""
    if decision is None or decision.household_id != household.pk or decision.outcome != Outcome.APPROVED:
        raise ActionRefused(
            _("Choose the decision that grants the household the flat. Without one nobody moves in."),
            "decision",
        )
    if BoardDecision.objects.filter(replaces=decision).exists():
        raise ActionRefused(_("The decision was replaced by a later one. Choose that."), "decision")
    is_for_another = decision.flat_id is not None and decision.flat_id != flat.pk
    # Imported decisions name the accommodation in words of their own.
    is_other_kind = decision.application_id is not None and decision.accommodation != flat.kind
    if is_for_another or is_other_kind:
        raise ActionRefused(_("The decision grants another kind of housing than this flat."), "decision")
    if decision.valid_from is not None and first_night < decision.valid_from:
        raise ActionRefused(
            _("The decision holds from %(day)s. Choose that night or a later one.")
            % {"day": decision.valid_from},
            "first_night",
        )
    if decision.valid_until is not None and (last or first_night) > decision.valid_until:
        raise ActionRefused(
            _("The decision holds through %(day)s. Choose an earlier night, or apply for an extension.")
            % {"day": decision.valid_until},
            "planned_last_night" if last else "first_night",
        )
