import django.utils.timezone
import palier.audit.enums
import palier.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.UUIDField(default=palier.core.ids.uuid7, editable=False, primary_key=True, serialize=False, verbose_name='identifiant')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='modifié le')),
                ('structure_id', models.UUIDField(blank=True, null=True, verbose_name='structure')),
                ('at', models.DateTimeField(verbose_name='date et heure')),
                ('kind', models.CharField(choices=palier.audit.enums.kind_choices, max_length=40, verbose_name='action')),
                ('actor_id', models.CharField(blank=True, max_length=64, verbose_name='identifiant de la personne')),
                ('actor_name', models.CharField(blank=True, max_length=120, verbose_name='personne')),
                ('device', models.CharField(blank=True, max_length=120, verbose_name='appareil')),
                ('target_kind', models.CharField(blank=True, max_length=40, verbose_name="type de l'objet")),
                ('target_id', models.CharField(blank=True, max_length=64, verbose_name="identifiant de l'objet")),
                ('target_label', models.CharField(blank=True, max_length=200, verbose_name='objet')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='précision')),
                ('folded', models.TextField(blank=True, editable=False, help_text='Sans majuscules ni accents ; écrit une fois.', verbose_name='texte à chercher')),
            ],
            options={
                'verbose_name': 'ligne du journal',
                'verbose_name_plural': 'journal des accès',
                'indexes': [models.Index(fields=['structure_id', 'at'], name='audit_structure_at')],
            },
        ),
    ]
