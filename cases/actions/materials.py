"""The board's own texts: each saving is a version, and the second of two writers sees the first."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Authority
from cases.enums import MaterialKind
from cases.errors import ActionRefused
from cases.languages import languages
from cases.materials import Text, text_of
from cases.models import Material, MaterialVersion
from cases.plan_template import TemplateFault, read_template
from core.audit import record_event
from core.clock import now
from core.documents import give_out
from core.models import Document

if TYPE_CHECKING:
    from accounts.models import User

MATERIAL = "cases.material"


@transaction.atomic
def save_material(
    *, kind: str, code: str, title: str, body: str, seen_number: int, by: "User"
) -> MaterialVersion | None:
    """The next version of a text of the writer's board; the same text again makes none.

    The latest version is returned, None where the text that comes with Hemväg still holds. Raises
    ActionRefused for an unknown kind or language, for a template that can't be read, and when somebody
    else has saved since `seen_number`.
    """
    assert by.authority_id is not None
    authority = Authority.objects.select_for_update(no_key=True).get(pk=by.authority_id)
    if kind not in MaterialKind.values or code not in languages():
        raise ActionRefused(_("Choose a language among those in the list."), "language")
    title, body = title.strip(), body.replace("\r\n", "\n").strip()
    if kind == MaterialKind.PLAN_TEMPLATE:
        _check_template(body)
    material = Material.objects.filter(authority=authority, kind=kind, language=code).first()
    latest = material.versions.order_by("-number").first() if material is not None else None
    there = text_of(authority.pk, kind, code)
    if there is not None and (there.title, there.body) == (title, body):
        return latest
    if (latest.number if latest is not None else 0) != seen_number:
        raise ActionRefused(
            _("Somebody else saved changes while you were writing. Compare below, then save again.")
        )
    if material is None:
        material = Material.objects.create(authority=authority, kind=kind, language=code)
    version = MaterialVersion.objects.create(
        material=material, number=seen_number + 1, title=title, body=body, saved_at=now(), saved_by=by
    )
    details = {"kind": kind, "language": code, "version": version.number}
    record_event("material.saved", by=by, authority_id=authority.pk, subject=material, details=details)
    return version


def print_material(*, text: Text, by: "User") -> Document:
    """Its PDF, to hand out."""
    assert by.authority is not None
    return give_out(
        MATERIAL,
        payload=material_payload(text, by.authority),
        by=by,
        authority_id=by.authority.pk,
        language=text.code if text.code in dict(settings.LANGUAGES) else "sv",
    )


def material_payload(text: Text, authority: Authority) -> dict[str, Any]:
    """Everything that the PDF says, with the language that it is written in."""
    return {
        "board": authority.name,
        "kind": text.kind,
        "title": text.title,
        "blocks": list(text.blocks),
        "number": text.number,
        "text_language": text.code,
        "direction": text.language.direction,
    }


def _check_template(body: str) -> None:
    try:
        read_template(body)
    except TemplateFault as fault:
        raise ActionRefused(str(fault), "body") from fault
