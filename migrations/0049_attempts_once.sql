-- An attempt to say something else is kept once for its content: a collector that repeats a refused reading each second would
-- else leave a row each second. Those from before have no hash.
ALTER TABLE audit_trail ADD COLUMN content_hash bytea CHECK (octet_length(content_hash) = 32);
CREATE UNIQUE INDEX audit_trail_once ON audit_trail (org_id, content_hash) WHERE content_hash IS NOT NULL;
