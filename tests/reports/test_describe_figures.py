"""docs/figures.md says what the code declares, in both languages."""

import io

import pytest
from django.core.management import CommandError, call_command

from reports import catalogue
from reports.management.commands import describe_figures
from reports.management.commands.describe_figures import BEGIN, END, FILE, tables, with_tables


def test_the_file_is_up_to_date():
    call_command("describe_figures", check=True, stderr=io.StringIO())


def test_every_figure_stands_in_it_once():
    text = FILE.read_text(encoding="utf-8")
    for figure in catalogue.definitions():
        assert text.count(f"\n| `{figure.key}`") == 1
        assert str(figure.label) in text
        assert str(figure.definition) in text


def test_both_languages_are_told():
    told = tables()
    assert "**Drop-in-besök**<br>Drop-in visits" in told


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n"])
def test_a_file_without_its_marks_is_refused(text):
    with pytest.raises(CommandError, match="lacks the lines"):
        with_tables(text)


def test_check_fails_and_writes_nothing_when_out_of_date(tmp_path, monkeypatch):
    stale = tmp_path / "figures.md"
    stale.write_text(f"Before.\n{BEGIN}\nstale tables\n{END}\nAfter.\n", encoding="utf-8")
    monkeypatch.setattr(describe_figures, "FILE", stale)
    with pytest.raises(CommandError, match="out of date"):
        call_command("describe_figures", check=True)
    assert "stale tables" in stale.read_text(encoding="utf-8")
    call_command("describe_figures", stderr=io.StringIO())
    written = stale.read_text(encoding="utf-8")
    assert "stale tables" not in written
    assert written.startswith(f"Before.\n{BEGIN}\n")
    assert written.endswith(f"{END}\nAfter.\n")
    call_command("describe_figures", check=True, stderr=io.StringIO())
