#!/usr/bin/env bash
# deployment-check.sh : Django's own deployment check of the production settings, without any fault allowed.
. "$(dirname "$0")/lib.sh"

secret=$("$PY" -c 'import secrets; print(secrets.token_urlsafe(60))')
SECRET_KEY=$secret AUDIT_KEY=$secret ALLOWED_HOSTS=hemvag.example.org DATABASE_URL=sqlite:// EMAIL_URL=smtp://localhost \
  "$PY" -W ignore manage.py check --deploy --fail-level WARNING --settings homeless_project.settings.production
