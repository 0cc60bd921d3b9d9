"""How allauth behaves here: nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by a system administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("The account is closed: ask your unit manager or system administrator"),
        "email_password_mismatch": _("E-mail and password do not belong together: check both and try again"),
        "enter_current_password": _("Write the password you have now: what you wrote was another"),
        "incorrect_password": _("Write your password again: what you wrote was another"),
        "incorrect_code": _("Write the code that is shown now: what you wrote was another or too old"),
        "too_many_login_attempts": _("Wait some minutes and try again: there have been too many tries"),
        "rate_limited": _("Wait some minutes and try again: there have been too many tries"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class StaffSocialAdapter(DefaultSocialAccountAdapter):
    """An identity provider vouches for people who already have an account here, and makes no new ones."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class StaffMFAAdapter(DefaultMFAAdapter):
    """The second step, in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Write the code that is shown now: what you wrote was another or too old"),
    }
