"""What this app's actions are called in the log."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "authority.created": _("Added a board"),
    "authority.changed": _("Changed a board"),
    "unit.created": _("Added a unit under the board"),
    "unit.changed": _("Changed a unit under the board"),
    "staff.created": _("Added an account"),
    "staff.changed": _("Changed an account"),
    "role.given": _("Gave a role"),
    "role.ended": _("Ended a role"),
    "role.withdrawn": _("Took a role away"),
    "records.imported": _("Imported records"),
}
