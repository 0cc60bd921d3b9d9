"""The board (nämnd), which is an authority of its own in law, and the units under it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import UnitKind


class Authority(models.Model):
    """A board (nämnd): confidentiality holds between boards, so nothing personal crosses this line."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    municipality = models.CharField(_("municipality"), max_length=80)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit under a board. `short_name` is what import files and lists call it."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="units")
    short_name = models.CharField(_("short name"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30, choices=UnitKind, default=UnitKind.OTHER)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "short_name"],
                name="accounts_unit_short_name",
                violation_error_message=_("There is already a unit with this short name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AuthorityOwned(models.Model):
    """A record that belongs to one board and may carry the reference by which it was imported."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    # NULL, not "", when there is none: the pair with authority is unique, and NULLs are all different.
    reference = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001 - see above

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "reference"],
                name="%(app_label)s_%(class)s_reference",
            )
        ]
