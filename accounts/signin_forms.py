"""allauth's forms in our words: no placeholder that repeats the label, messages that say what to do."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HemvagFormMixin


class PlainFields:
    """Our labels and hints on a form whose fields are made when it is."""

    labels: dict[str, Any] = {}  # texts, translated when shown
    help_texts: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)


class LoginForm(HemvagFormMixin, PlainFields, account.LoginForm):
    labels = {"login": _("E-mail")}


class ResetPasswordForm(HemvagFormMixin, PlainFields, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ResetPasswordKeyForm(HemvagFormMixin, PlainFields, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The new password once more")}
    help_texts = {"password1": ""}  # The page says it above the form.


class SetPasswordForm(HemvagFormMixin, PlainFields, account.SetPasswordForm):
    labels = {"password1": _("New password"), "password2": _("The new password once more")}
    help_texts = {"password1": ""}  # The page says it above the form.


class ChangePasswordForm(HemvagFormMixin, PlainFields, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("The password you have now"),
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }
    help_texts = {"oldpassword": "", "password1": ""}


class ReauthenticateForm(HemvagFormMixin, PlainFields, account.ReauthenticateForm):
    """Confirm with the password; without the link for a forgotten one between the label and its field."""

    help_texts = {"password": ""}


class AuthenticateForm(HemvagFormMixin, PlainFields, mfa.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateByCodeForm(HemvagFormMixin, PlainFields, mfa.ReauthenticateForm):
    """Confirm with a code."""


class ActivateTOTPForm(HemvagFormMixin, PlainFields, totp.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}


class AddKeyForm(HemvagFormMixin, PlainFields, webauthn.AddWebAuthnForm):
    labels = {
        "name": _("What you call the key"),
        "passwordless": _("Sign in with this key alone, without a password"),
    }
    help_texts = {"passwordless": _("The key then also asks for your face, your finger or a PIN code.")}


class RenameKeyForm(HemvagFormMixin, PlainFields, webauthn.EditWebAuthnForm):
    labels = {"name": _("What you call the key")}
