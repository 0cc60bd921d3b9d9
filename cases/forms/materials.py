"""Writing one of the board's texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums import MaterialKind
from cases.languages import languages
from cases.models.materials import LONGEST_BODY
from core.forms import HemvagForm


class MaterialForm(HemvagForm):
    title = forms.CharField(label=pgettext_lazy("material", "Title"), max_length=120)
    body = forms.CharField(
        label=pgettext_lazy("material", "Text"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 26}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, kind: str, direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Begin a heading with # and a space, and a point of a list with - and a space.")
        if kind == MaterialKind.PLAN_TEMPLATE:
            hint = _(
                "Begin a goal with # and a space, and a step with - and a space. Write last in brackets "
                "whose the step is and by when: (klienten, 2 veckor), (projektmedarbetaren, 1 månad) or "
                "(annan enhet)."
            )
        self.fields["body"].help_text = hint
        for name in ("title", "body"):
            self.fields[name].widget.attrs["dir"] = direction


class NewMaterialForm(HemvagForm):
    """A text in one language more; it begins from the Swedish one."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("material", "Which text"), choices=MaterialKind, initial=MaterialKind.BROCHURE
    )
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = sorted(languages().values(), key=lambda one: one.label.casefold())
        self.fields["language"].choices = [("", _("Choose")), *((one.code, one.label) for one in offered)]
