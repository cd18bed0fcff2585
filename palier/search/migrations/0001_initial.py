
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='collection')),
                ('key', models.UUIDField(verbose_name='clé')),
                ('seq', models.BigIntegerField(verbose_name="numéro d'ordre")),
                ('removed', models.BooleanField(default=False, verbose_name='retiré')),
                ('rank', models.FloatField(default=0, verbose_name='rang')),
                ('values', models.BinaryField(help_text='Identifiants de FacetValue, 32 bits petit-boutistes.', verbose_name='valeurs de facettes')),
                ('digest', models.BinaryField(help_text="Du contenu entier : ce qui n'a pas changé n'est pas réécrit.", verbose_name='empreinte')),
                ('gist', models.TextField(help_text='Titre et début du texte, pour la recherche par le sens.', verbose_name='essentiel')),
                ('words', models.BinaryField(help_text='Formes distinctes, compressées, pour tenir le vocabulaire à jour.', verbose_name='mots')),
            ],
            options={
                'verbose_name': 'document indexé',
                'verbose_name_plural': 'documents indexés',
            },
        ),
        migrations.CreateModel(
            name='FacetValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='collection')),
                ('facet', models.CharField(max_length=60, verbose_name='facette')),
                ('value', models.CharField(max_length=200, verbose_name='valeur')),
            ],
            options={
                'verbose_name': 'valeur de facette',
                'verbose_name_plural': 'valeurs de facettes',
            },
        ),
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, unique=True, verbose_name='collection')),
                ('lineage', models.CharField(max_length=16, verbose_name='lignée')),
                ('seq', models.BigIntegerField(default=0, verbose_name="numéro d'ordre")),
                ('stamp', models.CharField(max_length=16, verbose_name='marque')),
            ],
            options={
                'verbose_name': "état d'un index",
                'verbose_name_plural': 'états des index',
            },
        ),
        migrations.CreateModel(
            name='VocabularyWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.CharField(max_length=40, verbose_name='collection')),
                ('surface', models.CharField(max_length=40, verbose_name='forme écrite')),
                ('folded', models.CharField(max_length=40, verbose_name='sans accents')),
                ('length', models.SmallIntegerField(help_text='De la forme sans accents.', verbose_name='longueur')),
                ('documents', models.IntegerField(verbose_name='documents')),
            ],
            options={
                'verbose_name': 'mot du vocabulaire',
                'verbose_name_plural': 'mots du vocabulaire',
            },
        ),
        migrations.CreateModel(
            name='MeaningVector',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='search.document', verbose_name='document')),
                ('collection', models.CharField(max_length=40, verbose_name='collection')),
                ('seq', models.BigIntegerField(verbose_name="numéro d'ordre")),
                ('stale', models.BooleanField(default=False, verbose_name='à refaire')),
                ('numbers', models.BinaryField(verbose_name='nombres')),
            ],
            options={
                'verbose_name': 'vecteur de sens',
                'verbose_name_plural': 'vecteurs de sens',
            },
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['collection', 'seq'], name='search_document_seq'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('collection', 'key'), name='search_document_key'),
        ),
        migrations.AddConstraint(
            model_name='facetvalue',
            constraint=models.UniqueConstraint(fields=('collection', 'facet', 'value'), name='search_facet_value_unique'),
        ),
        migrations.AddIndex(
            model_name='vocabularyword',
            index=models.Index(fields=['collection', 'folded'], name='search_word_folded'),
        ),
        migrations.AddIndex(
            model_name='vocabularyword',
            index=models.Index(fields=['collection', 'length'], name='search_word_length'),
        ),
        migrations.AddConstraint(
            model_name='vocabularyword',
            constraint=models.UniqueConstraint(fields=('collection', 'surface'), name='search_word_unique'),
        ),
        migrations.AddIndex(
            model_name='meaningvector',
            index=models.Index(fields=['collection', 'seq'], name='search_vector_seq'),
        ),
    ]
