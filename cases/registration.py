"""What cases contributes to pages of other apps."""

from cases.querysets import register_scopes


def register() -> None:
    """Called once, when the apps are ready."""
    register_scopes()
