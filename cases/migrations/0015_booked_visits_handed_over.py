from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_moves'),
    ]

    operations = [
        migrations.AlterField(
            model_name='handedover',
            name='kind',
            field=models.CharField(choices=[('follow_up', 'Follow-up'), ('step', 'Step of a work plan'), ('booking', 'Booked visit')], max_length=10),
        ),
    ]
