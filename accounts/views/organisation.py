"""Boards and units."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Prefetch
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.access import StaffRequest, requires
from accounts.forms import AuthorityForm, UnitForm
from accounts.models import Authority, Unit
from accounts.permissions import permissions


@require_safe
@requires("staff.manage")
def organisation(request: HttpRequest) -> HttpResponse:
    """Boards with their units, and what each role may do."""
    boards = Authority.objects.prefetch_related(Prefetch("units", Unit.objects.order_by("name")))
    context = {"boards": boards, "permissions": permissions().values()}
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("staff.manage")
def authority_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    board = get_object_or_404(Authority, pk=pk) if pk else None
    form = AuthorityForm(request.POST or None, instance=board)
    heading = _("Change board") if board else _("New board")
    return _save(request, form, actions.save_authority, heading)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("staff.manage")
def unit_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk) if pk else None
    form = UnitForm(request.POST or None, instance=unit)
    heading = _("Change unit") if unit else _("New unit")
    return _save(request, form, actions.save_unit, heading)


def _save(request: HttpRequest, form: ModelForm, action: Any, heading: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        action(form.save(commit=False), by=cast(StaffRequest, request).user)
        messages.success(request, _("Saved."))
        return redirect("accounts:organisation")
    return render(request, "accounts/organisation_form.html", {"form": form, "heading": heading})
