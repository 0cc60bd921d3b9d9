"""Criteria name the rules of housing.eligibility as they are called there."""

from typing import Any

from django.db import migrations

RULES = {
    "no_roof": "acute_need",
    "other_options": "options_exhausted",
    "contact": "active_contact",
    "children": "children_heard",
    "named_next_solution": "next_solution",
}


def name_rules(apps: Any, schema_editor: Any) -> None:
    criteria = apps.get_model("housing", "Criterion").objects
    first = criteria.filter(criteria_set__accommodation="transitional", evidence="options_exhausted")
    first.update(evidence="project_contact")
    for before, after in RULES.items():
        criteria.filter(evidence=before).update(evidence=after)


class Migration(migrations.Migration):
    dependencies = [("housing", "0004_late_rents_and_checks")]
    operations = [migrations.RunPython(name_rules, migrations.RunPython.noop)]
