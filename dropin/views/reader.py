"""Who is at the page."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The member of staff: sign-in is required everywhere, so there always is one."""
    return cast(User, request.user)
