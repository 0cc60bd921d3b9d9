"""A municipality, typed and made official."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.municipalities import municipality_named


class MunicipalityField(forms.CharField):
    """One of Sweden's municipalities: "västerås kommun" cleans to "Västerås". "" when empty."""

    widget = forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        name = municipality_named(text)
        if name is None:
            raise ValidationError(_("Write one of Sweden's municipalities, for example Västerås"))
        return name
