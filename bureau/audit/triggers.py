"""What PostgreSQL itself does for the book: opens a block, closes it at commit, refuses changes."""

# The first line of a transaction opens its block; the others find it open.
OPEN_BLOCK = """
INSERT INTO audit_block (transaction_id, entry_ids, macs, previous, hash)
VALUES (NEW.transaction_id, '{}', '{}', '', '') ON CONFLICT DO NOTHING;
RETURN NULL;
"""

# Runs as the transaction commits: only from here to the commit itself does anybody wait for the head of the chain.
CLOSE_BLOCK = """
SELECT array_agg(id ORDER BY id), array_agg(mac ORDER BY id) INTO ids, prints
  FROM audit_entry WHERE transaction_id = NEW.transaction_id;
PERFORM pg_advisory_xact_lock(7311, 1);
SELECT seq, hash INTO head FROM audit_block WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
UPDATE audit_block
   SET seq = coalesce(head.seq, 0) + 1, entry_ids = ids, macs = prints, previous = coalesce(head.hash, ''),
       hash = encode(sha256(convert_to(concat_ws('|', coalesce(head.hash, ''), coalesce(head.seq, 0) + 1,
                     array_to_string(ids, ','), array_to_string(prints, ',')), 'UTF8')), 'hex')
 WHERE id = NEW.id;
RETURN NULL;
"""

SEALED = """
IF OLD.seq IS NOT NULL THEN
    RAISE EXCEPTION 'audit: a closed block is never changed';
END IF;
RETURN NEW;
"""

# A test run empties its own throw-away database between tests; no other database may be emptied.
UNTRUNCATED = """
IF current_database() LIKE 'test\\_%' THEN
    RETURN NULL;
END IF;
RAISE EXCEPTION 'audit: the book is never emptied';
"""
