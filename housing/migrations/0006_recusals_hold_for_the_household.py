"""A recusal holds for the household, also while its case is on no agenda."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def name_households(apps: Any, schema_editor: Any) -> None:
    items = apps.get_model("housing", "AgendaItem").objects.filter(pk=OuterRef("item"))
    apps.get_model("housing", "Recusal").objects.update(household=Subquery(items.values("household")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("housing", "0005_criteria_name_rules"),
    ]
    operations = [
        migrations.AddField(
            model_name="recusal",
            name="household",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recusals",
                to="cases.household",
            ),
        ),
        migrations.AddField(
            model_name="recusal",
            name="is_over",
            field=models.BooleanField(default=False, verbose_name="taken back"),
        ),
        migrations.AlterField(
            model_name="recusal",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recusals",
                to="housing.agendaitem",
            ),
        ),
        migrations.RunPython(name_households, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(household__isnull=False), name="housing_recusal_about"
            ),
        ),
    ]
