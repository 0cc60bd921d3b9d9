from django.urls import path, register_converter

from reports.views import downloads, jobs, pages


class FileFormat:
    """The formats that are made at once."""

    regex = "|".join(downloads.FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileFormat, "report_format")

app_name = "reports"
urlpatterns = [
    path("", pages.index, name="index"),
    path("jobb/<uuid:public_id>/", jobs.job, name="job"),
    path("jobb/<uuid:public_id>/igen/", jobs.retry, name="job_retry"),
    path("jobb/<uuid:public_id>/fil/", jobs.job_file, name="job_file"),
    path("senaste/pdf/", downloads.order_latest, name="order_latest"),
    path("<str:key>/", pages.detail, name="detail"),
    path("<str:key>/pdf/", downloads.order, name="order"),
    path("<str:key>/fil/<report_format:suffix>/", downloads.download, name="download"),
]
