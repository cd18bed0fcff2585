"""Members carry the name that their structure shows. Apart from the new columns: PostgreSQL wants it so."""

from django.db import migrations


def name_members(apps, schema_editor):
    """Show each member by the name of their account."""
    for member in apps.get_model("structures", "Membership").objects.select_related("user"):
        member.name = member.user.name
        member.save(update_fields=["name"])


class Migration(migrations.Migration):

    dependencies = [("structures", "0002_people")]

    operations = [migrations.RunPython(name_members, migrations.RunPython.noop)]
