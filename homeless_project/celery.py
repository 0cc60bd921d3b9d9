"""The Celery application: `celery -A homeless_project worker|beat`."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.production")
app = Celery("homeless_project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# django-celery-beat copies these into its tables. A task that came too late is dropped: the next one sees
# the same rows. Reports are due on the first of the month at 05:00 (CELERY_TIMEZONE); asking again every
# quarter of an hour makes up for a first of the month on which nothing ran.
SWEEP_SECONDS = 15
REPORT_MINUTES = 15
AGENDA_MINUTE = 20
app.conf.beat_schedule = {
    "sweep-jobs": {
        "task": "core.sweep_jobs",
        "schedule": float(SWEEP_SECONDS),
        "options": {"expires": SWEEP_SECONDS},
    },
    "reports-due": {
        "task": "reports.make_due_reports",
        "schedule": crontab(minute=f"*/{REPORT_MINUTES}"),
        "options": {"expires": REPORT_MINUTES * 60},
    },
    # Every night: the days of series without an end come within the horizon.
    "follow-up-series": {
        "task": "cases.extend_series",
        "schedule": crontab(hour=4, minute=AGENDA_MINUTE),
        "options": {"expires": 60 * 60},
    },
    # Every night, after the series: whoever has no home and is followed up in no rhythm any more.
    "standing-series": {
        "task": "cases.begin_standing_series",
        "schedule": crontab(hour=4, minute=35),
        "options": {"expires": 60 * 60},
    },
    # Every night, after the series: what has come up for those who are away.
    "absences": {
        "task": "cases.hand_over_absences",
        "schedule": crontab(hour=4, minute=50),
        "options": {"expires": 60 * 60},
    },
    # Weekday mornings: the week's mail goes once, on Monday or as soon after it as something runs.
    "weekly-mail": {
        "task": "cases.send_digests",
        "schedule": crontab(hour=6, minute=30, day_of_week="1-5"),
        "options": {"expires": 60 * 60},
    },
    # Every night: files whose upload was broken off.
    "attachment-orphans": {
        "task": "cases.sweep_attachments",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 60 * 60},
    },
    # Every night: rents in the board's own flats that have become more than a week late.
    "late-rents": {
        "task": "housing.send_late_rents",
        "schedule": crontab(hour=5, minute=10),
        "options": {"expires": 60 * 60},
    },
    # Every hour: a decision runs out and a flat becomes free by the calendar alone.
    "board-agendas": {
        "task": "housing.keep_agendas",
        "schedule": crontab(minute=AGENDA_MINUTE),
        "options": {"expires": 60 * 60},
    },
}
