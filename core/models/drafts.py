"""What somebody is writing, kept on the server until it is saved."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """One unfinished form of one person. It is shown to nobody else and in no list."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,  # an unfinished text has no meaning without its writer
        related_name="+",
    )
    key = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="core_draft_user_key")]

    def __str__(self) -> str:
        return self.key
