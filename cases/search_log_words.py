"""What the housing search's pages and actions are called in the log."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "cases:search_queues": _("Saw it in the lists of housing queues"),
    "cases:search_household": _("Opened the household's housing search"),
    "cases:queue_new": _("Opened the page that notes a queue"),
    "cases:queue_change": _("Opened a queue of the household"),
    "cases:queue_paid": _("Opened a queue of the household"),
    "cases:queue_end": _("Opened a queue of the household"),
    "cases:priority_new": _("Opened the page that notes an application for priority"),
    "cases:priority_answer": _("Opened an application for priority"),
    "cases:vacancy": _("Saw it among those whom a vacant home may suit"),
    "landlord.added": _("Added a landlord"),
    "landlord.changed": _("Changed a landlord"),
    "landlord.contacted": _("Noted a contact with a landlord"),
    "landlord.checked": _("Noted a check of a landlord"),
    "vacancy.added": _("Added a vacant home"),
    "vacancy.changed": _("Changed a vacant home"),
    "vacancy.ended": _("Noted that a home is to let no more"),
    "vacancy.reopened": _("Noted that a home is to let again"),
    "queue.registered": _("Noted a housing queue"),
    "queue.changed": _("Changed a housing queue"),
    "queue.fee_paid": _("Noted a queue fee as paid"),
    "queue.fee_unpaid": _("Took back that a queue fee was paid"),
    "queue.ended": _("Ended a housing queue"),
    "queue.resumed": _("Took up a housing queue again"),
    "priority.applied": _("Noted an application for priority"),
    "priority.answered": _("Noted the answer about priority"),
}
