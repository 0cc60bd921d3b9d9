"""Fields that read what people type, and messages that say what to do."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Unit
from core.forms import (
    AmountField,
    FlexibleDateField,
    FlexibleTimeField,
    HemvagForm,
    IdentityNumberField,
    PhoneField,
    UnreadableDay,
    UnreadableTime,
    read_day,
    read_time,
)
from core.identity_numbers import IdentityNumber

WEDNESDAY = date(2026, 12, 9)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("core.clock.today", lambda: WEDNESDAY)
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013-12-09", "2013-12-09"),
        ("2013-1-5", "2013-01-05"),
        ("2013.12.09", "2013-12-09"),
        ("2013/12/09", "2013-12-09"),
        ("20131209", "2013-12-09"),
        ("131209", "2013-12-09"),
        ("9/12", "2026-12-09"),
        ("8/12", "2027-12-08"),
        ("9/12-13", "2013-12-09"),
        ("9/12 2013", "2013-12-09"),
        ("9/12/13", "2013-12-09"),
        ("09/12/2013", "2013-12-09"),  # day first: never the American way
        ("9.12.2013", "2013-12-09"),
        ("9.12.", "2026-12-09"),
        ("9 dec", "2026-12-09"),
        ("9 dec.", "2026-12-09"),
        ("9 December 2013", "2013-12-09"),
        ("9 december -13", "2013-12-09"),
        ("den 9 december", "2026-12-09"),
        ("den 9:e dec 2013", "2013-12-09"),
        ("9dec", "2026-12-09"),
        ("1 maj", "2027-05-01"),
        ("1 may", "2027-05-01"),
        ("1 okt", "2027-10-01"),
        ("29 feb", "2028-02-29"),
        ("29/2-24", "2024-02-29"),
        ("idag", "2026-12-09"),
        (" I dag ", "2026-12-09"),
        ("Imorgon", "2026-12-10"),
        ("i morgon", "2026-12-10"),
        ("i övermorgon", "2026-12-11"),
        ("igår", "2026-12-08"),
        ("i förrgår", "2026-12-07"),
        ("tomorrow", "2026-12-10"),
        ("måndag", "2026-12-14"),
        ("mån", "2026-12-14"),
        ("på fredag", "2026-12-11"),
        ("onsdag", "2026-12-16"),  # the coming one, not today
        ("tue", "2026-12-15"),
        ("+2v", "2026-12-23"),
        ("+ 2 veckor", "2026-12-23"),
        ("2v", "2026-12-23"),
        ("om 3 dagar", "2026-12-12"),
        ("+3d", "2026-12-12"),
        ("-3d", "2026-12-06"),
        ("−1v", "2026-12-02"),
        ("+1m", "2027-01-09"),
        ("+1 månad", "2027-01-09"),
        ("+1å", "2027-12-09"),
        ("+23d", "2027-01-01"),  # over the year's turn
    ],
)
def test_read_day_ahead(text: str, expected: str) -> None:
    assert read_day(text, today=WEDNESDAY, prefer="future") == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9/12", "2026-12-09"),
        ("10/12", "2025-12-10"),
        ("31 dec", "2025-12-31"),
        ("1 jan", "2026-01-01"),
        ("29 feb", "2024-02-29"),
        ("måndag", "2026-12-07"),
        ("onsdag", "2026-12-02"),
        ("torsdag", "2026-12-03"),
        ("261210", "1926-12-10"),
        ("261209", "2026-12-09"),
        ("271210", "1927-12-10"),  # a birth date: the latest year that is not ahead
        ("9/12-99", "1999-12-09"),
    ],
)
def test_read_day_behind(text: str, expected: str) -> None:
    assert read_day(text, today=WEDNESDAY, prefer="past") == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8/12", "2026-12-08"),
        ("10/12", "2026-12-10"),
        ("1/5", "2027-05-01"),
        ("10/6", "2026-06-10"),
        ("9/6", "2027-06-09"),
        ("9/12-76", "1976-12-09"),
        ("9/12-75", "2075-12-09"),
    ],
)
def test_read_day_closest(text: str, expected: str) -> None:
    assert read_day(text, today=WEDNESDAY, prefer="nearest") == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "9",
        "32/1",
        "0/1",
        "1/13",
        "12/31/2013",
        "30 feb",
        "29/2-25",
        "2013-02-30",
        "2013-13-01",
        "9 foo",
        "ja 9",
        "9 ma",
        "må",
        "+2x",
        "+9999å",
        "9/12-2013-1",
        "1212",
        "kl 10",
        "9/12 10.30",
        "+2",
        "1849-12-31",
        "2200-01-01",
        "٩/١٢",
        "9/12-1",
        "im",
        "2013-12",
        "idag imorgon",
        "-9999m",
    ],
)
def test_read_day_refuses_rather_than_guess(text: str) -> None:
    for prefer in ("future", "past", "nearest"):
        with pytest.raises(UnreadableDay):
            read_day(text, today=WEDNESDAY, prefer=prefer)


@given(st.text(max_size=20), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_any_text_is_a_day_or_unreadable(text: str, today: date) -> None:
    for prefer in ("future", "past", "nearest"):
        try:
            read_day(text, today=today, prefer=prefer)
        except UnreadableDay:
            pass


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_day_without_year_is_within_reach(day: date, today: date) -> None:
    short = f"{day.day}/{day.month}"
    ahead = read_day(short, today=today, prefer="future")
    behind = read_day(short, today=today, prefer="past")
    assert behind <= today <= ahead
    assert (ahead.day, ahead.month) == (behind.day, behind.month) == (day.day, day.month)
    assert read_day(day.isoformat(), today=today) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10", "10:00"),
        ("9", "09:00"),
        ("10.30", "10:30"),
        ("10:30", "10:30"),
        ("1030", "10:30"),
        ("930", "09:30"),
        ("kl 10", "10:00"),
        ("kl. 10.30", "10:30"),
        ("Klockan 9", "09:00"),
        ("0", "00:00"),
        ("23.59", "23:59"),
        ("00:00", "00:00"),
        ("10 . 30", "10:30"),
        ("02.30", "02:30"),
    ],
)
def test_read_time(text: str, expected: str) -> None:
    assert read_time(text) == time.fromisoformat(expected)


@pytest.mark.parametrize(
    "text", ["", "24", "24.00", "10.60", "10.3", "10–12", "x", "10 30 00", "-1", "12345", "١٠"]
)
def test_read_time_refuses(text: str) -> None:
    with pytest.raises(UnreadableTime):
        read_time(text)


class BookingForm(HemvagForm):
    first_day = FlexibleDateField(label="First day")
    last_day = FlexibleDateField(required=False, latest=lambda: date(2027, 1, 1), earliest=WEDNESDAY)
    at = FlexibleTimeField(label="Time of the visit", required=False)
    rent = AmountField(label="Rent", required=False, most=20_000)
    number = IdentityNumberField(label="Identity number", required=False)
    phone = PhoneField(label="Telephone", required=False)
    reason = forms.ChoiceField(choices=[("a", "A")], label="SMS reason", required=False)
    note = forms.CharField(max_length=5, required=False, label="Note 100% sure")


def booking(**data: str) -> BookingForm:
    return BookingForm({"first_day": "9/12", **data})


def test_fields_clean_to_values() -> None:
    form = booking(last_day="nyårsafton", at="")
    assert not form.is_valid()
    form = booking(last_day="1/1", at="kl 10", rent="4 650 kr", number="880927-9808", phone="070-123 45 67")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["first_day"] == WEDNESDAY
    assert form.cleaned_data["last_day"] == date(2027, 1, 1)
    assert form.cleaned_data["at"] == time(10)
    assert str(form.cleaned_data["rent"]) == "4650.00"
    assert form.cleaned_data["number"].number == "198809279808"
    assert form.cleaned_data["phone"] == "+46701234567"


def test_empty_fields_clean_to_none() -> None:
    form = booking(last_day="  ", at=" ", rent="", number=" ", phone=" ")
    assert form.is_valid(), form.errors
    assert [form.cleaned_data[name] for name in ("last_day", "at", "rent", "number", "phone")] == [
        None, None, None, None, "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("first_day", "", "Write first day"),
        ("first_day", "x", "Write first day as a date, for example 2026-12-23, 23/12 or tomorrow"),
        ("last_day", "2/1", "Write last day as 2027-01-01 or earlier"),
        ("last_day", "igår", "Write last day as 2026-12-09 or later"),
        ("at", "25", "Write time of the visit as a time between 0.00 and 23.59, for example 10 or 10.30"),
        ("rent", "12.000", "Write rent with digits, for example 1 234,50"),
        ("rent", "x", "Write rent with digits, for example 1 234,50"),
        ("rent", "12,3456", "Write rent with digits, for example 1 234,50"),
        ("rent", "-1", "Write rent as 0 kr or more"),
        ("rent", "20 000,01", "Write rent as 20\u00a0000 kr or less"),
        ("number", "880927-9809", "Check identity number: a digit is wrong, or the day does not exist"),
        ("number", "8809", "Check identity number: write 12 or 10 digits, for example 19900101-1234"),
        ("phone", "123", "Check telephone: write it with area code, for example 070-123 45 67"),
        ("reason", "b", "Choose SMS reason among those in the list"),
        ("note", "abcdef", "Write note 100% sure with at most 5 characters; now it has 6"),
        ("note", "a\x00b", "Write note 100% sure again; it held a character that can't be stored"),
    ],
)
def test_message_names_the_field_and_says_what_to_do(field: str, typed: str, message: str) -> None:
    form = booking(**{field: typed})
    assert form.errors == {field: [message]}
    assert form[field].value() == typed  # kept as typed


def test_errors_come_in_the_order_of_the_fields() -> None:
    form = booking(note="abcdef", rent="x", first_day="")
    assert [field.name for field in form if field.errors] == ["first_day", "rent", "note"]


def test_required_words_follow_the_kind_of_field() -> None:
    class Kinds(HemvagForm):
        unit = forms.ChoiceField(choices=[("a", "A")])
        consent = forms.BooleanField(label="That the household agrees")
        name = forms.CharField()
        file = forms.FileField()
        mail = forms.EmailField(label="E-mail")
        rooms = forms.IntegerField(min_value=1)
        own = forms.CharField(error_messages={"required": "Say why"})

    assert {name: errors[0] for name, errors in Kinds({}).errors.items()} == {
        "unit": "Choose unit",
        "consent": "Tick that the household agrees",
        "name": "Write name",
        "file": "Choose file",
        "mail": "Write E-mail",
        "rooms": "Write rooms",
        "own": "Say why",
    }
    wrong = Kinds({"mail": "x", "rooms": "0", "unit": "b"}).errors
    assert wrong["mail"] == ["Write E-mail as name@example.se"]
    assert wrong["rooms"] == ["Write rooms as 1 or more"]
    assert Kinds({"rooms": "x"}).errors["rooms"] == ["Write rooms as a whole number"]
    assert " required" not in str(Kinds())


def test_one_form_does_not_change_another() -> None:
    class Plain(forms.Form):
        name = forms.CharField(label="Name")

    class Ours(HemvagForm, Plain):
        pass

    assert Ours({}).errors["name"] == ["Write name"]
    with translation.override("sv"):
        assert Ours({}).errors["name"] != ["This field is required."]
    assert Plain({}).errors["name"] == ["This field is required."]


def test_initial_values_are_shown_as_they_are_typed() -> None:
    form = BookingForm(
        initial={
            "first_day": date(2026, 2, 3),
            "at": time(9, 5),
            "rent": Decimal("4650.50"),
            "number": "198809279808",
        }
    )
    shown = {name: form[name].value() for name in ("first_day", "at", "rent", "number")}
    assert shown == {
        "first_day": "2026-02-03", "at": "09.05", "rent": "4\u00a0650,50", "number": "19880927-9808",
    }  # fmt: skip
    assert 'inputmode="decimal"' in str(form["rent"])
    again = BookingForm({name: form[name].value() for name in shown}, initial=form.initial)
    assert again.is_valid(), again.errors
    assert again.changed_data == []
    assert BookingForm({**shown, "number": ""}, initial=form.initial).changed_data == ["number"]
    assert BookingForm({**shown, "number": "x"}, initial=form.initial).changed_data == ["number"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("08-508 040 00", "+46850804000"),
        ("+46 (0)8 508 040 00", "+46850804000"),
        ("0046 8 50804000", "+46850804000"),
        ("+47 22 33 44 55", "+4722334455"),
        ("070/123.45.67", "+46701234567"),
    ],
)
def test_phone_number(typed: str, kept: str) -> None:
    assert PhoneField().clean(typed) == kept


@pytest.mark.parametrize(
    "field", [FlexibleDateField(), FlexibleTimeField(), AmountField(), IdentityNumberField(), PhoneField()]
)
def test_hostile_text_never_raises_anything_else(field: Any) -> None:
    for text in ["\x00", "'; DROP TABLE", "<script>", "9" * 5000, "１２", "\ud800", "∞", "1e999999"]:
        with pytest.raises(forms.ValidationError):
            field.clean(text)


def test_identity_number_value_is_typed() -> None:
    value = IdentityNumberField().clean("701063-2391")
    assert isinstance(value, IdentityNumber)
    assert (value.number, value.kind) == ("197010632391", "coordination")


@pytest.mark.django_db
def test_a_list_asks_to_choose_in_words() -> None:
    class Form(HemvagForm):
        unit = forms.ModelChoiceField(Unit.objects.none())
        other = forms.ModelChoiceField(Unit.objects.none(), empty_label="Nobody")

    shown = Form().as_p()
    assert '<option value="" selected>Choose</option>' in shown
    assert '<option value="" selected>Nobody</option>' in shown
    assert "---" not in shown
