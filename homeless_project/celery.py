"""The Celery application: `celery -A homeless_project worker|beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.production")
app = Celery("homeless_project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
