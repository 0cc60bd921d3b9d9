#!/usr/bin/env python
"""Run administrative tasks."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeless_project.settings.development")
    from django.core.management import execute_from_command_line  # settings come first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
