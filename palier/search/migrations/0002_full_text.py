"""The table of words, made as each database does it best."""

from django.db import migrations

from palier.search import postgres, sqlite


def create(apps, schema_editor):
    statements = postgres.CREATE if schema_editor.connection.vendor == "postgresql" else [sqlite.CREATE]
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for statement in postgres.DROP if is_postgres else ["DROP TABLE search_fulltext"]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
