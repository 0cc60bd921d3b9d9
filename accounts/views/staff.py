"""Staff pages of the system administrator, who sees accounts and roles but no clients."""

from typing import cast

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.access import StaffRequest, requires
from accounts.enums import Role
from accounts.forms import EndRoleForm, RoleForm, StaffForm
from accounts.models import Authority, Membership, User
from core.clock import today

PAGE_SIZE = 50
# Longer than any key of ours, shorter than what a database would refuse.
MOST_DIGITS = 18


@require_safe
@requires("staff.manage")
def staff_list(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, by name; `board` narrows to one board, `blocked` shows those shut out."""
    staff = User.objects.select_related("authority").prefetch_related(_roles_today()).order_by("full_name")
    board = request.GET.get("board", "")
    if board.isascii() and board.isdigit() and len(board) <= MOST_DIGITS:
        staff = staff.filter(authority_id=board)
    show_blocked = request.GET.get("blocked") == "1"
    staff = staff.filter(is_active=not show_blocked)
    page = Paginator(staff, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "authorities": Authority.objects.all(),
        "board": board,
        "show_blocked": show_blocked,
        "query": f"board={board}&blocked={int(show_blocked)}&",
    }
    return render(request, "accounts/staff_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("staff.manage")
def staff_create(request: HttpRequest) -> HttpResponse:
    form = StaffForm(request.POST or None, initial={"authority": _only_authority()})
    if request.method == "POST" and form.is_valid():
        user = actions.save_staff(form.save(commit=False), by=cast(StaffRequest, request).user)
        _invite(request, user)
        return redirect("accounts:staff_detail", user.pk)
    return render(request, "accounts/staff_form.html", {"form": form, "person": None})


@require_safe
@requires("staff.manage")
def staff_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, now and before, and what can be done with it."""
    person = _person(pk)
    context = {"person": person, "role_form": RoleForm(user=person), "today": today()}
    return render(request, "accounts/staff_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("staff.manage")
def staff_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(pk)
    form = StaffForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        if changed.pk == request.user.pk and not changed.is_active:
            form.add_error("is_active", _("You can't block your own account."))
        else:
            actions.save_staff(changed, by=cast(StaffRequest, request).user)
            messages.success(request, _("The account has been saved."))
            return redirect("accounts:staff_detail", pk)
    return render(request, "accounts/staff_form.html", {"form": form, "person": person})


@require_POST
@requires("staff.manage")
def staff_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link by which the person chooses a password."""
    _invite(request, _person(pk))
    return redirect("accounts:staff_detail", pk)


@require_POST
@requires("staff.manage")
def role_give(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(pk)
    form = RoleForm(request.POST, user=person)
    if form.is_valid():
        try:
            actions.give_role(
                user=person,
                role=Role(form.cleaned_data["role"]),
                unit=form.cleaned_data.get("unit"),
                first_day=form.cleaned_data["first_day"],
                by=cast(StaffRequest, request).user,
            )
        except actions.RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role has been given."))
            return redirect("accounts:staff_detail", pk)
    context = {"person": person, "role_form": form, "form": form, "today": today()}
    return render(request, "accounts/staff_detail.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("staff.manage")
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("user", "unit"), pk=pk)
    form = EndRoleForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        actions.end_role(
            membership=membership,
            last_day=form.cleaned_data["last_day"],
            by=cast(StaffRequest, request).user,
        )
        messages.success(request, _("The role has an end."))
        return redirect("accounts:staff_detail", membership.user_id)
    return render(request, "accounts/role_end.html", {"form": form, "membership": membership})


def _invite(request: HttpRequest, user: User) -> None:
    form = ResetPasswordForm({"email": user.email or ""})
    if user.is_active and form.is_valid():
        form.save(request)
        messages.success(request, _("A link to choose a password has been sent by e-mail."))
    else:
        messages.warning(
            request, _("No link was sent: the account needs an e-mail address and leave to sign in.")
        )


def _person(pk: int) -> User:
    staff = User.objects.select_related("authority").prefetch_related(
        Prefetch("memberships", Membership.objects.select_related("unit").order_by("-first_day"))
    )
    return get_object_or_404(staff, pk=pk)


def _roles_today() -> Prefetch:
    memberships = Membership.objects.active_on(today()).select_related("unit")
    return Prefetch("memberships", memberships, to_attr="memberships_today")


def _only_authority() -> Authority | None:
    authorities = list(Authority.objects.all()[:2])
    return authorities[0] if len(authorities) == 1 else None
