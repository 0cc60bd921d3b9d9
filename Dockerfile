# Hemväg, for web, worker and beat alike. Holds no secret: those come from the environment at start.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt .
RUN pip install --quiet --require-hashes --requirement requirements.txt
WORKDIR /app
COPY . .
# The key lives for this one command; static files need none, but production settings do not start without.
RUN python scripts/compile_catalogues.py \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" ALLOWED_HOSTS=build EMAIL_URL=dummymail:// \
       DJANGO_SETTINGS_MODULE=homeless_project.settings.production \
       python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf tests bench requirements-dev.txt

FROM python:3.13-slim-bookworm
# WeasyPrint draws the PDF with Pango; brochures are in scripts that our own font lacks.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin hemvag \
    && install --directory --owner hemvag /var/lib/hemvag/files
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=homeless_project.settings.production \
    FILES_ROOT=/var/lib/hemvag/files
USER hemvag
VOLUME /var/lib/hemvag/files
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "homeless_project.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--preload", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
