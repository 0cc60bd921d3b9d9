"""The sign-in page of the demo lists who one can be."""

from typing import Any

from django.http import HttpRequest

from demo.accounts import ACCOUNTS


def demo_accounts(request: HttpRequest) -> dict[str, Any]:
    """demo_accounts, on the sign-in page only."""
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name != "account_login":
        return {}
    return {"demo_accounts": ACCOUNTS}
