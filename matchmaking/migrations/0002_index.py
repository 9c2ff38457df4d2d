"""The index that matching reads: plain tables that only SQL writes."""

from django.db import migrations

CREATE = """
CREATE TABLE matchmaking_matchdocument (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind smallint NOT NULL,
    object_id bigint NOT NULL,
    length real NOT NULL,
    title_terms bytea NOT NULL,
    text_terms bytea NOT NULL,
    digest bytea NOT NULL,
    CONSTRAINT matchmaking_matchdocument_one_per_object UNIQUE (kind, object_id)
);
CREATE TABLE matchmaking_matchposting (
    term bigint NOT NULL,
    kind smallint NOT NULL,
    document_id int NOT NULL REFERENCES matchmaking_matchdocument ON DELETE CASCADE,
    weight real NOT NULL,
    CONSTRAINT matchmaking_matchposting_once PRIMARY KEY (term, kind, document_id) INCLUDE (weight)
);
CREATE INDEX matchmaking_matchposting_document ON matchmaking_matchposting (document_id);
CREATE TABLE matchmaking_matchterm (
    term bigint NOT NULL,
    kind smallint NOT NULL,
    documents int NOT NULL,
    titles int NOT NULL,
    occurrences int NOT NULL,
    CONSTRAINT matchmaking_matchterm_once PRIMARY KEY (term, kind)
);
CREATE TABLE matchmaking_matchsize (
    kind smallint PRIMARY KEY,
    documents int NOT NULL,
    length double precision NOT NULL
);
"""
DROP = """
DROP TABLE matchmaking_matchposting, matchmaking_matchdocument, matchmaking_matchterm, matchmaking_matchsize;
"""


class Migration(migrations.Migration):
    replaces = [("matchmaking", "0005_matching")]
    dependencies = [("matchmaking", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
