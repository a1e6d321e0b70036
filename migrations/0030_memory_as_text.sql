-- What a plant's devices taught is read and written whole with each of its records, and by nobody looked into: as jsonb it
-- was taken apart and put together each time, which was most of what a reading cost PostgreSQL.
ALTER TABLE plant_heads ALTER COLUMN memory TYPE text USING memory::text;
