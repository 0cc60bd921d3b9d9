"""What every form shares: messages that name the field and say what to do.

Forms are sent without the browser's own validation (`novalidate`); the server answers with the
summary of `components/error_summary.html`, whose lines follow the order of the fields.
"""

from typing import Any

from django import forms
from django.db.models import BLANK_CHOICE_DASH
from django.forms.utils import pretty_name
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# Fields where one picks, and so is asked to choose rather than to write.
_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)

# What Django writes where nothing is chosen: no word for anybody who reads it aloud.
_DASHES = BLANK_CHOICE_DASH[0][1]


def in_sentence(label: Any) -> str:
    """A label within a sentence: `First night` as `first night`, `SMS` and `E-mail 2` by their own case."""
    text = str(label).strip().rstrip(":?")
    if len(text) > 1 and text[1:2].islower():
        text = text[0].lower() + text[1:]
    return Truncator(text).chars(80)


class HemvagFormMixin:
    """For Form and ModelForm. Messages given to a field by hand stay as they are."""

    use_required_attribute = False
    # Any: a form knows what kind each of its own fields is, and what that kind takes.
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            if getattr(field, "empty_label", None) == _DASHES:
                field.empty_label = _("Choose")
            _name_the_field(field)
            field.is_answered = _is_answered(field)


class HemvagForm(HemvagFormMixin, forms.Form):
    """A form of its own."""


class HemvagModelForm(HemvagFormMixin, forms.ModelForm):
    """A form over one model."""


def _is_answered(field: forms.Field) -> bool:
    """Whether one of a list is always chosen, so that nothing can be left out: no "(valfritt)" then."""
    widget = field.widget
    is_list = isinstance(widget, forms.Select) and not widget.allow_multiple_selected
    if not is_list or not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return False
    choices: Any = field.choices
    return all(value not in ("", None) for value, _label in choices)


def _name_the_field(field: forms.Field) -> None:
    # A label is no template: a per cent sign in it must survive Django's own filling in.
    label = in_sentence(field.label).replace("%", "%%")
    for code, message in _messages(field).items():
        if _is_djangos_own(field, code):
            field.error_messages[code] = message.replace("%(label)s", label)


def _messages(field: forms.Field) -> dict[str, str]:
    """Code → what to say, with %(label)s open. What Django fills in keeps its own names."""
    if isinstance(field, forms.BooleanField):
        required = _("Tick %(label)s")
    elif isinstance(field, _CHOSEN):
        required = _("Choose %(label)s")
    else:
        required = _("Write %(label)s")
    messages = {
        "required": required,
        "max_length": _("Write %(label)s with at most %(limit_value)s characters; now it has %(show_value)s"),
        "min_length": _(
            "Write %(label)s with at least %(limit_value)s characters; now it has %(show_value)s"
        ),
        "min_value": _("Write %(label)s as %(limit_value)s or more"),
        "max_value": _("Write %(label)s as %(limit_value)s or less"),
        "null_characters_not_allowed": _("Write %(label)s again; it held a character that can't be stored"),
        "invalid_choice": _("Choose %(label)s among those in the list"),
        "invalid_pk_value": _("Choose %(label)s among those in the list"),
        "invalid_list": _("Choose %(label)s among those in the list"),
        "empty": _("Choose another file for %(label)s; this one is empty"),
        "missing": _("Choose %(label)s"),
    }
    if isinstance(field, forms.EmailField):
        messages["invalid"] = _("Write %(label)s as name@example.se")
    elif isinstance(field, forms.DecimalField | forms.FloatField):
        messages["invalid"] = pgettext("number", "Write %(label)s with digits")
    elif isinstance(field, forms.IntegerField):
        messages["invalid"] = _("Write %(label)s as a whole number")
    return messages


def _is_djangos_own(field: forms.Field, code: str) -> bool:
    """Whether the message is absent or a default of Django's, and so none of ours."""
    current = field.error_messages.get(code)
    if current is None:
        return True
    return any(
        current is vars(cls).get("default_error_messages", {}).get(code)
        for cls in type(field).__mro__
        if cls.__module__.startswith("django.")
    )
