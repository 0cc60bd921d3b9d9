"""The board's own texts: what comes along, what the board writes, the template read out of one."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.actions.materials import print_material, save_material
from cases.enums import MaterialKind, PlanOwner
from cases.errors import ActionRefused
from cases.languages import language_of, languages
from cases.markup import blocks_of
from cases.materials import shipped, text_of, texts_of
from cases.models import MaterialVersion
from cases.plan_template import TemplateFault, read_template
from core.models import AuditEvent, Draft
from tests.factories.accounts import staff


@pytest.fixture
def manager(db: None) -> User:
    return staff(Role.UNIT_MANAGER)


def save(by: User, seen: int = 0, **changes: str) -> MaterialVersion | None:
    text = {
        "kind": "brochure",
        "code": "sv",
        "title": "Att söka bostad här",
        "body": "# Kö\n- Ställ dig i kö",
    }
    return save_material(seen_number=seen, by=by, **(text | changes))


@pytest.mark.parametrize("key", shipped(), ids="-".join)
def test_what_comes_along_has_a_title_and_can_be_read(key: tuple[str, str]) -> None:
    text = shipped()[key]
    assert text.title
    assert len(text.blocks) > 5
    assert text.language.name
    if text.kind == MaterialKind.PLAN_TEMPLATE:
        assert all(goal.steps for goal in read_template(text.body))


def test_every_kind_comes_in_swedish_and_the_brochure_in_three_languages() -> None:
    assert {kind for kind, code in shipped() if code == "sv"} == set(MaterialKind.values)
    assert {code for kind, code in shipped() if kind == "brochure"} == {"sv", "en", "ar"}


def test_headings_points_and_paragraphs() -> None:
    blocks = blocks_of("Först\nen rad till\n\n# Rubrik\n- ett\n- två\n\nSist")
    assert [(block["kind"], block["lines"]) for block in blocks] == [
        ("p", ["Först", "en rad till"]),
        ("h", ["Rubrik"]),
        ("ul", ["ett", "två"]),
        ("p", ["Sist"]),
    ]


@pytest.mark.parametrize(
    ("line", "whose", "due_on"),
    [
        ("Betala köavgiften", PlanOwner.CLIENT, None),
        ("Betala köavgiften (klienten)", PlanOwner.CLIENT, None),
        ("Betala (varje år) köavgiften", PlanOwner.CLIENT, None),
        ("Ring (projektmedarbetaren, 3 dagar)", PlanOwner.PROJECT_WORKER, date(2024, 2, 3)),
        ("Ring (the project worker, 2 weeks)", PlanOwner.PROJECT_WORKER, date(2024, 2, 14)),
        ("Ring (annan enhet, 1 månad)", PlanOwner.OTHER_UNIT, date(2024, 2, 29)),
    ],
)
def test_a_step_of_the_template(line: str, whose: str, due_on: date | None) -> None:
    (goal,) = read_template(f"# Mål\n- {line}")
    assert goal.steps[0].whose == whose
    assert goal.steps[0].due_on(date(2024, 1, 31)) == due_on


@pytest.mark.parametrize(
    "body", ["", "Text", "- Steg", "# Mål\n- Steg (klinten, 2 veckor)", "# Mål\n- Steg (klienten, 2 år)"]
)
def test_a_template_that_cannot_be_read_says_where(body: str) -> None:
    with pytest.raises(TemplateFault):
        read_template(body)


def test_the_board_writes_its_own_and_keeps_every_version(manager: User) -> None:
    save(manager)
    save(manager, 1, title="Att söka bostad i Vällingby")
    text = text_of(manager.authority_id or 0, "brochure", "sv")
    assert text is not None
    assert (text.title, text.number, text.who) == ("Att söka bostad i Vällingby", 2, manager.full_name)
    assert MaterialVersion.objects.count() == 2
    assert AuditEvent.objects.filter(action="material.saved").count() == 2


def test_another_board_has_the_text_that_comes_along(manager: User) -> None:
    save(manager)
    other = staff(Role.UNIT_MANAGER)
    text = text_of(other.authority_id or 0, "brochure", "sv")
    assert text is not None
    assert (text.title, text.number) == ("Att söka bostad", 0)


def test_the_same_text_makes_no_version(manager: User) -> None:
    shipped_text = shipped()["brochure", "sv"]
    assert save(manager, title=shipped_text.title, body=shipped_text.body) is None
    first = save(manager)
    assert save(manager) == first
    assert MaterialVersion.objects.count() == 1


def test_the_second_of_two_writers_is_told(manager: User) -> None:
    save(manager)
    with pytest.raises(ActionRefused):
        save(manager, 0, body="# Min")
    assert MaterialVersion.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"code": "xx"}, {"kind": "poem"}, {"kind": "plan_template", "body": "inget mål"}]
)
def test_saving_is_refused(manager: User, changes: dict[str, str]) -> None:
    with pytest.raises(ActionRefused):
        save(manager, **changes)
    assert not MaterialVersion.objects.exists()


def test_any_language_may_be_written_in(manager: User) -> None:
    save(manager, code="so", title="Guri raadi")
    text = text_of(manager.authority_id or 0, "brochure", "so")
    assert text is not None
    assert text.language.name == "Soomaali"
    assert language_of("ar").direction == "rtl"
    assert {"ti", "prs", "ps", "fa", "uk", "fi"} <= set(languages())
    assert text in texts_of(manager.authority_id or 0)


def test_texts_of_the_board_take_one_query(
    manager: User, django_assert_num_queries: "pytest.FixtureRequest"
) -> None:
    for code in ("so", "ti", "fa"):
        save(manager, code=code)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's own fixture
        assert len(texts_of(manager.authority_id or 0)) == len(shipped()) + 3


def test_pages_show_print_and_write(client: Client, manager: User) -> None:
    client.force_login(manager)
    assert "Börja" not in client.get(reverse("cases:material_list")).content.decode()
    assert 'dir="rtl"' in client.get(reverse("cases:material", args=["brochure", "ar"])).content.decode()
    address = reverse("cases:material_edit", args=["brochure", "fi"])
    page = client.get(address)
    assert page.context["form"].initial["title"] == "Att söka bostad"
    sent = {"title": "Asunnon etsiminen", "body": "# Jono\n- Ilmoittaudu", "number": "0"}
    assert client.post(address, sent).status_code == 302
    seen = client.post(address, sent | {"body": "# Toinen"})
    assert seen.status_code == 422
    assert seen.context["clashes"][0].theirs.startswith("# Jono")
    assert client.post(address, sent | {"body": "# Toinen", "number": "1"}).status_code == 302
    chosen = client.post(reverse("cases:material_new"), {"kind": "brochure", "language": "so"})
    assert chosen.url == reverse("cases:material_edit", args=["brochure", "so"])
    assert client.get(reverse("cases:material", args=["brochure", "th"])).status_code == 404


def test_the_pdf_is_in_the_language_of_the_text(manager: User) -> None:
    text = shipped()["brochure", "ar"]
    document = print_material(text=text, by=manager)
    assert (document.payload["direction"], document.payload["text_language"]) == ("rtl", "ar")
    assert document.household_id is None


def test_what_is_typed_is_kept_until_it_is_saved_or_thrown_away(client: Client, manager: User) -> None:
    client.force_login(manager)
    names = ("brochure", "sv")
    edit, keep, throw = (
        reverse(f"cases:{name}", args=names)
        for name in ("material_edit", "material_draft", "material_draft_drop")
    )
    typed = {"title": "Halvfärdig", "body": "# Kö", "number": "0"}
    assert client.post(keep, typed | {"csrfmiddlewaretoken": "x"}).status_code == 204
    assert Draft.objects.get().payload == typed
    page = client.get(edit)
    assert page.context["form"]["title"].value() == "Halvfärdig"
    assert "har kommit tillbaka" in page.content.decode()
    assert client.post(throw).url == edit
    assert client.get(edit).context["draft"] is None
    client.post(keep, typed)
    client.post(edit, typed)
    assert not Draft.objects.exists()
    assert client.post(keep, typed | {"body": "x" * 100_001}).status_code == 413
    for address in (keep, throw):
        assert client.post(address.replace("brochure", "annat")).status_code == 404
