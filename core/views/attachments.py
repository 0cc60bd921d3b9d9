"""Files that are handed over to be saved."""

from django.http import HttpResponse


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to save. `name` is plain ASCII; the pages' middleware keeps it out of every cache."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
