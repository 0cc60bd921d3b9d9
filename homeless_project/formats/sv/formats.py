"""Swedish formats. Django's own also take month/day/year, which would read 9/12 as 12 September."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "Y-m-d"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y"]
TIME_FORMAT = "H.i"
TIME_INPUT_FORMATS = ["%H:%M", "%H.%M", "%H%M"]
DATETIME_FORMAT = "j F Y H.i"
SHORT_DATETIME_FORMAT = "Y-m-d H.i"
