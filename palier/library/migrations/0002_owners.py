import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forget_the_unowned(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Delete the follow-up of past imports and past searches: nobody can tell which structure they were of.

    The sheets stay; without owner, they belong to the whole instance.
    """
    apps.get_model("library", "ImportRun").objects.all().delete()
    apps.get_model("library", "SearchMiss").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_initial"),
        ("structures", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(forget_the_unowned, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="actionsheet",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="structures.structure",
                verbose_name="tenue par",
            ),
        ),
        migrations.RemoveIndex(model_name="importrun", name="import_created"),
        migrations.RemoveField(model_name="importrun", name="by"),
        migrations.AddField(
            model_name="importrun",
            name="structure",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="structures.structure",
                verbose_name="structure",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="structures.membership",
                verbose_name="par",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="device",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="appareil"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(fields=["structure", "-created_at"], name="import_structure_created"),
        ),
        migrations.AddField(
            model_name="searchmiss",
            name="structure",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="structures.structure",
                verbose_name="structure",
            ),
        ),
        migrations.AddField(
            model_name="searchmiss",
            name="key",
            field=models.CharField(editable=False, max_length=64, unique=True, verbose_name="clé de la recherche"),
        ),
        migrations.AlterField(
            model_name="searchmiss",
            name="query",
            field=models.CharField(max_length=120, verbose_name="recherche"),
        ),
        migrations.AddIndex(
            model_name="searchmiss",
            index=models.Index(fields=["structure", "-times"], name="miss_structure_times"),
        ),
    ]
