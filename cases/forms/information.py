"""Ticking what was gone through with a household."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import InformationTopic
from cases.materials import Text
from core.clock import today
from core.forms import FlexibleDateField, HemvagForm

TICKED = [(topic.value, topic.label) for topic in InformationTopic if topic != InformationTopic.BROCHURE]


class InformationForm(HemvagForm):
    topics = forms.MultipleChoiceField(
        label=_("What you went through"),
        choices=TICKED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    brochure = forms.ChoiceField(label=_("Brochure handed out"), required=False)
    given_on = FlexibleDateField(
        label=_("Which day"), prefer="past", initial=today, help_text=_("For example today, 9/12 or -2d")
    )

    def __init__(self, *args: Any, brochures: Iterable[Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(text.code, text.language.label) for text in brochures]
        self.fields["brochure"].choices = [("", _("None")), *offered]
