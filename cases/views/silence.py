"""Silent cases: the worklist, and the days that the board has set."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import requires
from accounts.models import User
from cases.actions.silence import set_silence_limits
from cases.digest import own_households
from cases.enums import HOUSED
from cases.forms.rota import SilenceForm
from cases.models import Household, SilenceLimit
from cases.silence import limits_on, silent_among
from cases.views.household import done, log_reads, staff_of
from core.clock import today

A_PAGE = 100


@require_safe
@requires("household.change")
def silent_list(request: HttpRequest) -> HttpResponse:
    """Mine or my units': only households in which the reader can act."""
    user = staff_of(request)
    is_unit = request.GET.get("visa") == "enhet"
    found = silent_among(_chosen(user, is_unit), user.authority_id or 0, today())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    log_reads(request, [one.household for one in page.object_list], purpose="list")
    context = {
        "silent": page.object_list,
        "page": page,
        "query": "visa=enhet&" if is_unit else "",
        "tabs": [
            {"label": _("Mine"), "url": "?", "is_active": not is_unit},
            {"label": _("My unit's"), "url": "?visa=enhet", "is_active": is_unit},
        ],
        "limits": limits_on(user.authority_id or 0, today()),
        "may_configure": user.can("casework.configure"),
    }
    return render(request, "cases/silent_list.html", context)


def _chosen(user: User, is_unit: bool) -> Any:
    if not is_unit:
        return own_households(user)
    units = list(user.units_on(today()).values_list("pk", flat=True))
    return Household.objects.visible_to(user, "household.change").working_with(units, today())


@require_http_methods(["GET", "HEAD", "POST"])
@requires("casework.configure")
def silence_limits(request: HttpRequest) -> HttpResponse:
    """Days without contact for each situation, from a day on; 0 turns it off."""
    user = staff_of(request)
    limits = limits_on(user.authority_id or 0, today())
    form = SilenceForm(request.POST or None, initial={f"days_{key}": days for key, days in limits.items()})
    if request.method == "POST" and form.is_valid():
        given = {"days": form.days(), "valid_from": form.cleaned_data["valid_from"]}
        if done(form, lambda: set_silence_limits(by=user, **given)):
            messages.success(request, _("The days are set."))
            return redirect("cases:silence_limits")
    history = SilenceLimit.objects.filter(authority=user.authority).select_related("set_by")
    context = {"form": form, "history": history.order_by("-valid_from", "situation")[:30], "housed": HOUSED}
    return render(request, "cases/silence_limits.html", context, status=422 if form.errors else 200)
