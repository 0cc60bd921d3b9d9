"""An index for parts of names. PostgreSQL only; SQLite reads through its names, which a demo bears."""

import logging

from django.db import DatabaseError, migrations, transaction

logger = logging.getLogger(__name__)
INDEX = "cases_person_name_parts"


def create_index(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        # A savepoint: the role may lack the right, and the rest of the migration must still hold.
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        logger.warning(
            "The database role may not create the extension pg_trgm: searching for a part of a name will be "
            "slow. Let an administrator run CREATE EXTENSION pg_trgm; and then CREATE INDEX %s ON "
            "cases_person USING gin (search_key gin_trgm_ops);",
            INDEX,
        )
        return
    schema_editor.execute(
        f'CREATE INDEX IF NOT EXISTS "{INDEX}" ON cases_person USING gin (search_key gin_trgm_ops)'
    )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f'DROP INDEX IF EXISTS "{INDEX}"')


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_search_and_client_key")]

    operations = [migrations.RunPython(create_index, drop_index)]
