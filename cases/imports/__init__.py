"""The files of the cases app: households, members, homes."""

from cases.imports.homes import HOMES
from cases.imports.households import HOUSEHOLDS
from cases.imports.members import MEMBERS

__all__ = ["HOMES", "HOUSEHOLDS", "MEMBERS"]
