"""The limits that the rules keep, each with where it comes from."""

# A stay in a transitional flat ends before the same date so many months later: report 2014,
# "Genomgångsbostäder i Rinkeby" ("högst 3 månader"), and figures.md, transitional_stays_over_limit.
from housing.enums import TRANSITIONAL_LIMIT_MONTHS as MOST_MONTHS

# Somebody who must leave within so many days is in acute need of a place: practice of the Boråd, whose
# agenda takes up what ends before the meeting after next (two weekly meetings).
ACUTE_WITHIN_DAYS = 14
# Contact with the project is active for so many days after the latest one.
ACTIVE_CONTACT_DAYS = 30
# "Norm 2": two people to a room, kitchen and living room apart (SOU 1965:32, still the measure of Statistics
# Sweden for overcrowding). Only where the flat does not say for how many it is.
PEOPLE_PER_BEDROOM = 2
__all__ = ["ACTIVE_CONTACT_DAYS", "ACUTE_WITHIN_DAYS", "MOST_MONTHS", "PEOPLE_PER_BEDROOM"]
