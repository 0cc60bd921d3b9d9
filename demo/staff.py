"""Boards, units and staff of the demo."""

from django.conf import settings

from accounts import actions
from accounts.enums import UNIT_KIND_BY_NAME, Role, UnitKind
from accounts.models import Authority, Unit, User
from core.clock import today
from demo.accounts import ACCOUNTS, COLLEAGUE, DEPARTMENT, PASSWORD, DemoAccount

OTHER_BOARD = "Spånga-Tensta"


def ensure_boards(by: User) -> tuple[Authority, Authority]:
    """The board of the golden history and a neighbour, to hand households over to."""
    boards = []
    for name in (settings.DEFAULT_AUTHORITY, OTHER_BOARD):
        board = Authority.objects.filter(name=name).first()
        if board is None:
            board = Authority(name=name, municipality=settings.HOME_MUNICIPALITY)
            actions.save_authority(board, by=by)
        boards.append(board)
    return boards[0], boards[1]


def ensure_administrator() -> User:
    """The system administrator, who makes the other accounts."""
    account = next(a for a in ACCOUNTS if a.staff_role == Role.SYSTEM_ADMINISTRATOR)
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_superuser(
            account.email, PASSWORD, full_name=account.full_name, short_name=account.short_name
        )
        actions.save_staff(user, by=user)
    return user


def ensure_staff(board: Authority, by: User) -> dict[str, User]:
    """Accounts by short name. Those whom the history names get theirs opened."""
    users = {}
    for account in (*ACCOUNTS, COLLEAGUE):
        if account.staff_role != Role.SYSTEM_ADMINISTRATOR:
            users[account.short_name] = _ensure_account(board, account, by)
    return users


def _ensure_account(board: Authority, account: DemoAccount, by: User) -> User:
    user = User.objects.filter(authority=board, short_name=account.short_name).first()
    user = user or User(authority=board, short_name=account.short_name)
    if not user.email:
        user.full_name, user.email, user.is_active = account.full_name, account.email, True
        actions.save_staff(user, by=by)
        user.set_password(PASSWORD)
        user.save()
        actions.give_role(
            user=user,
            role=account.staff_role,
            unit=_ensure_unit(board, account.unit, by),
            first_day=today(),
            by=by,
        )
    return user


def _ensure_unit(board: Authority, name: str, by: User) -> Unit:
    unit = Unit.objects.filter(authority=board, short_name=name).first()
    if unit is None:
        kind = UnitKind.DEPARTMENT if name == DEPARTMENT else UNIT_KIND_BY_NAME.get(name, UnitKind.OTHER)
        unit = Unit(authority=board, short_name=name, name=name, kind=kind)
        actions.save_unit(unit, by=by)
    return unit
