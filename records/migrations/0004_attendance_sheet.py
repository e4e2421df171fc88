from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_document_kinds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('module_attestation', 'attestation de module'), ('certificate', 'certificat de réalisation'), ('hours_statement', 'relevé d’heures'), ('attendance_sheet', 'feuille d’émargement')], max_length=30, verbose_name='nature'),
        ),
    ]
