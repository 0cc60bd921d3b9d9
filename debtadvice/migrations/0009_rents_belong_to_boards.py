from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('debtadvice', '0008_whole_norms'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='amounttable',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('authority__isnull', False), ('kind', 'rent')), models.Q(models.Q(('kind', 'rent'), _negated=True), ('authority', None)), _connector='OR'), name='debtadvice_table_board', violation_error_message='Reasonable rents belong to a board, the other amounts to none.'),
        ),
    ]
