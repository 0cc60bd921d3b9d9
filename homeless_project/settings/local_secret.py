"""A secret made on the machine itself at first use, so that no secret is ever in the repository."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """The secret in the file at path, made with owner-only access if there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    secret = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    return secret
