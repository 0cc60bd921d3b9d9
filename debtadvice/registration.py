"""What debtadvice contributes to pages of other apps."""


def register() -> None:
    """Called once, when the apps are ready."""
