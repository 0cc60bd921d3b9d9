"""The whole national norm of 2025 and 2026, and reasonable rents board by board.

2025: socialtjänstförordningen (2001:937) 2 kap. 1 §, as amended by SFS 2024:1016. 2026: socialtjänst-
förordningen (2025:468) 12 kap. 2 §, as amended by SFS 2025:1046. What an administrator has entered stays.
Rents were by persons and for the whole installation: each board gets them, those of three persons and more as
two adults with children. What creditors get in a debt restructuring that was granted before is kept as the
debts are now.
"""

from django.db import migrations

from debtadvice.five_years import paid_months, shares

NORMS = [
    (
        "2025-01-01",
        {
            "adult_single": "3910",
            "adult_couple": "7050",
            "child_0": "2720",
            "child_1": "3030",
            "child_3": "2700",
            "child_4": "3030",
            "child_7": "3790",
            "child_11": "4350",
            "child_15": "4920",
            "child_19": "4960",
            "child_0_out": "2540",
            "child_1_out": "2780",
            "child_3_out": "2480",
            "child_4_out": "2700",
            "common_1": "1270",
            "common_2": "1400",
            "common_3": "1770",
            "common_4": "2010",
            "common_5": "2310",
            "common_6": "2620",
            "common_7": "2810",
        },
        "Riksnormen 2025: socialtjänstförordningen (2001:937) 2 kap. 1 §, SFS 2024:1016",
    ),
    (
        "2026-01-01",
        {
            "adult_single": "3940",
            "adult_couple": "7100",
            "child_0": "2740",
            "child_1": "3060",
            "child_3": "2720",
            "child_4": "3060",
            "child_7": "3820",
            "child_11": "4390",
            "child_15": "4960",
            "child_19": "5000",
            "child_0_out": "2560",
            "child_1_out": "2800",
            "child_3_out": "2500",
            "child_4_out": "2720",
            "common_1": "1280",
            "common_2": "1410",
            "common_3": "1790",
            "common_4": "2030",
            "common_5": "2330",
            "common_6": "2640",
            "common_7": "2830",
        },
        "Riksnormen 2026: socialtjänstförordningen (2025:468) 12 kap. 2 §, SFS 2025:1046",
    ),
]
BY_HOUSEHOLD = {
    "rent_1": "adults_1",
    "rent_2": "adults_2",
    "rent_3": "children_1",
    "rent_4": "children_2",
    "rent_5": "children_3",
}


def enter_whole_norms(apps, schema_editor):
    table = apps.get_model("debtadvice", "AmountTable")
    for valid_from, amounts, source in NORMS:
        row = table.objects.filter(kind="norm", valid_from=valid_from).first()
        if row is None:
            table.objects.create(kind="norm", valid_from=valid_from, amounts=amounts, source=source)
        elif row.made_by_id is None:
            row.amounts, row.source = amounts, source
            row.save()


def give_rents_to_boards(apps, schema_editor):
    table = apps.get_model("debtadvice", "AmountTable")
    boards = list(apps.get_model("accounts", "Authority").objects.order_by("pk"))
    for row in table.objects.filter(kind="rent", authority=None):
        amounts = {BY_HOUSEHOLD[code]: amount for code, amount in row.amounts.items()}
        for board in boards:
            table.objects.create(
                kind="rent",
                authority=board,
                valid_from=row.valid_from,
                amounts=amounts,
                source=row.source,
                made_by_id=row.made_by_id,
            )
        row.delete()


def keep_shares(apps, schema_editor):
    share = apps.get_model("debtadvice", "RestructuringShare")
    for granted in apps.get_model("debtadvice", "Restructuring").objects.filter(state="granted"):
        owed = {}
        for debt in granted.case.debts.filter(settled_on=None):
            latest = debt.amounts.order_by("-as_of").first()
            if latest is not None:
                owed[debt.pk] = latest.capital_sek + latest.interest_sek + latest.fees_sek
        months = len(paid_months(granted.first_month, granted.last_month))
        share.objects.bulk_create(
            share(
                restructuring=granted,
                debt_id=part.key,
                owed_sek=part.owed_sek,
                month_sek=part.month_sek,
                total_sek=part.total_sek,
            )
            for part in shares(owed, granted.money_sek, months)
        )


class Migration(migrations.Migration):

    dependencies = [
        ("debtadvice", "0007_lunch_and_rents_of_boards"),
    ]

    operations = [
        migrations.RunPython(enter_whole_norms, migrations.RunPython.noop),
        migrations.RunPython(give_rents_to_boards, migrations.RunPython.noop),
        migrations.RunPython(keep_shares, migrations.RunPython.noop),
    ]
