"""What import-linter can't see: URL names, template includes and relations run downwards too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps as installed
from django.conf import settings

from tests.architecture.repository import APPS, files, may_know, read

NAMES = "|".join(APPS)
URL_NAME = re.compile(rf"""["']({NAMES}):[a-z_]+["']""")
TEMPLATE_NAME = re.compile(rf"""["']({NAMES})/[\w/-]+\.(?:html|txt|svg)["']""")


def app_of(path: Path) -> str | None:
    """The app a Python file or a template belongs to; None for shared templates and anything else."""
    owner = path.parts[1] if path.parts[0] == "templates" and len(path.parts) > 2 else path.parts[0]
    return owner if owner in APPS else None


# The frame round every page is wiring, like urls.py; the components in it are not.
FRAME = {Path("templates/base.html"), Path("templates/components/site_header.html")}


def upward_references(path: Path, text: str) -> Iterator[str]:
    app = app_of(path)
    # Shared components belong to the bottom, so they may name the bottom and sign-in only.
    owner = app or ("accounts" if path.parts[0] == "templates" else None)
    if owner is None or path in FRAME:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for match in [*URL_NAME.finditer(line), *TEMPLATE_NAME.finditer(line)]:
            if not may_know(owner, match.group(1)):
                yield f"{path}:{number}: {match.group(0)}"


def test_url_names_and_templates_point_downwards() -> None:
    looked_at = list(files(".py", ".html", ".txt", ".svg", under=("templates", *APPS)))
    references = [found for path in looked_at for found in upward_references(path, read(path))]
    assert len(looked_at) > 50
    assert references == []


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("cases/views/page.py", 'reverse("dropin:desk")', 1),
        ("housing/views.py", 'render(request, "dropin/desk.html")', 1),
        ("templates/cases/household_detail.html", "{% url 'reports:list' %}", 1),
        ("templates/components/field.html", "{% url 'cases:household_list' %}", 1),
        ("dropin/views.py", 'reverse("cases:household_detail")', 0),
        ("dropin/views.py", 'reverse("dropin:desk")', 0),
    ],
)
def test_upward_reference_is_noticed(path: str, line: str, expected: int) -> None:
    assert len(list(upward_references(Path(path), line))) == expected


def test_relations_point_downwards() -> None:
    seen, upward = 0, []
    for model in installed.get_models():
        app = model._meta.app_label
        if app not in APPS:
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or target is None or isinstance(target, str):
                continue
            seen += 1
            # The user model is a setting, made to be pointed at from anywhere.
            if target._meta.label == settings.AUTH_USER_MODEL or target._meta.app_label not in APPS:
                continue
            if not may_know(app, target._meta.app_label):
                upward.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert seen > 20
    assert upward == []
