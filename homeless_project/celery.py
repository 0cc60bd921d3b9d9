"""The Celery application: `celery -A homeless_project worker|beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.production")
app = Celery("homeless_project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# django-celery-beat copies these into its tables. A sweep that came too late is dropped: the next one sees
# the same rows.
SWEEP_SECONDS = 15
app.conf.beat_schedule = {
    "sweep-jobs": {
        "task": "core.sweep_jobs",
        "schedule": float(SWEEP_SECONDS),
        "options": {"expires": SWEEP_SECONDS},
    },
}
