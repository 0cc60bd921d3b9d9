"""Texts that the board edits itself: the template of the work plan, the guide for staff, the brochure."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Authority
from accounts.querysets import AuthorityOwnedQuerySet
from cases.enums import MaterialKind
from core.append_only import AppendOnly

LONGEST_BODY = 40_000


class Material(models.Model):
    """A text of a kind in a language, of one board. Without one, the text that comes with Hemväg holds."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(pgettext_lazy("material", "kind"), max_length=16, choices=MaterialKind)
    # A code of cases.languages; any language may be written in.
    language = models.CharField(_("language"), max_length=12)

    objects = AuthorityOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "language"], name="cases_material_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class MaterialVersion(models.Model):
    """What a material says from `saved_at` on, until the next version. Never changed."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), max_length=LONGEST_BODY)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("version of a material")
        verbose_name_plural = _("versions of materials")
        constraints = [
            AppendOnly(name="cases_materialversion_append_only"),
            models.UniqueConstraint(fields=["material", "number"], name="cases_materialversion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.material_id} v{self.number}"
