"""Terms of 32 bits instead of 64: a hundred documents are read for a query. What was indexed is indexed anew.

Who takes a document out takes its postings out: a foreign key asked of each posting whether its document is there, half the time
of a load.
"""

from celery import current_app
from django.db import migrations, transaction

SHORTEN = """
TRUNCATE matchmaking_matchposting, matchmaking_matchdocument, matchmaking_matchterm, matchmaking_matchsize;
ALTER TABLE matchmaking_matchposting ALTER COLUMN term TYPE int, DROP CONSTRAINT matchmaking_matchposting_document_id_fkey;
ALTER TABLE matchmaking_matchterm ALTER COLUMN term TYPE int;
ALTER TABLE matchmaking_matchdocument ALTER COLUMN title_terms SET STORAGE EXTERNAL, ALTER COLUMN text_terms SET STORAGE EXTERNAL;
"""
LENGTHEN = """
TRUNCATE matchmaking_matchposting, matchmaking_matchdocument, matchmaking_matchterm, matchmaking_matchsize;
ALTER TABLE matchmaking_matchposting ALTER COLUMN term TYPE bigint,
    ADD FOREIGN KEY (document_id) REFERENCES matchmaking_matchdocument ON DELETE CASCADE;
ALTER TABLE matchmaking_matchterm ALTER COLUMN term TYPE bigint;
"""


def ask_for_the_index(apps, _schema):
    """Have a worker fill it at once; without one the night does."""
    if apps.get_model("matchmaking", "Achievement").objects.exists():
        ring = current_app.signature("matchmaking.tasks.index_profiles").apply_async
        transaction.on_commit(lambda: ring(), robust=True)


class Migration(migrations.Migration):
    dependencies = [("matchmaking", "0005_meeting_slots")]

    operations = [
        migrations.RunSQL(SHORTEN, LENGTHEN),
        migrations.RunPython(ask_for_the_index, migrations.RunPython.noop),
    ]
