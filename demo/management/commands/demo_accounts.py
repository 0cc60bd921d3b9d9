"""`manage.py demo_accounts`: who one can sign in as in the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.accounts import ACCOUNTS


class Command(BaseCommand):
    help = "List the demo's accounts: role, e-mail, password."

    def handle(self, *args: Any, **options: Any) -> None:
        width = max(len(account.role) for account in ACCOUNTS)
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.role:<{width}}  {account.email:<28}  {account.password}")
