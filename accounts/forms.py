"""Forms of the staff pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Authority, Unit, User
from core.clock import today
from core.forms import FlexibleDateField, HemvagFormMixin


class AuthorityForm(HemvagFormMixin, forms.ModelForm):
    class Meta:
        model = Authority
        fields = ["name", "municipality", "is_active"]
        error_messages = {"name": {"unique": _("There is already a board with this name.")}}


class UnitForm(HemvagFormMixin, forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["authority", "name", "short_name", "kind", "is_active"]
        help_texts = {"short_name": _("What lists and import files call the unit.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The households that the unit works with belong to the board too.
            self.fields["authority"].disabled = True


class StaffForm(HemvagFormMixin, forms.ModelForm):
    """A member of staff. The board can be chosen once: another board means another account."""

    class Meta:
        model = User
        fields = ["full_name", "short_name", "email", "authority", "is_active"]
        help_texts = {
            "short_name": _("What lists and import files call the person, such as maria."),
            "authority": _("Leave empty only for a system administrator, who sees no client data."),
            "is_active": _("Without this the person is signed out at once and can't sign in."),
        }
        error_messages = {"email": {"unique": _("There is already an account with this e-mail address.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        if self.instance.pk:
            self.fields["authority"].disabled = True

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is already an account with this e-mail address."))
        return email


class RoleForm(HemvagFormMixin, forms.Form):
    """A role for somebody, at a unit of their own board."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    first_day = FlexibleDateField(label=_("From"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(authority=user.authority, is_active=True)
        self.fields["unit"].queryset = units
        if user.authority_id is None:
            self.fields["role"].choices = [(Role.SYSTEM_ADMINISTRATOR.value, Role.SYSTEM_ADMINISTRATOR.label)]
            del self.fields["unit"]
        else:
            self.fields["role"].choices = [
                choice for choice in Role.choices if choice[0] != Role.SYSTEM_ADMINISTRATOR
            ]
            self.fields["unit"].required = True
        self.fields["first_day"].initial = today()


class EndRoleForm(HemvagFormMixin, forms.Form):
    last_day = FlexibleDateField(label=_("Last day"))
