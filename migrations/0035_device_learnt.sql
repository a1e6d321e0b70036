-- Renamed first: a gateway of before this would take what it finds for all that is remembered, and judge by too little.
ALTER TABLE plant_heads RENAME COLUMN memory TO device_memory;

-- What a device taught is some 10 kB after a few months, and changes with each of its readings. It stands by itself, so
-- that no other device's is read and written with it; and as it is, for to compress it was most of what a reading of such a
-- device cost PostgreSQL.
CREATE TABLE device_learnt (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  -- JSON; a function of the plant's chain up to its head, as the rest of the memory in there.
  learnt text NOT NULL,
  PRIMARY KEY (org_id, plant_id, device_id),
  FOREIGN KEY (org_id, plant_id) REFERENCES plant_heads
) WITH (fillfactor = 70);
ALTER TABLE device_learnt ALTER COLUMN learnt SET STORAGE EXTERNAL;
SELECT tenant_table('device_learnt', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, INSERT, UPDATE');

INSERT INTO device_learnt (org_id, plant_id, device_id, learnt)
SELECT head.org_id, head.plant_id, device.key, device.value ->> 'learnt'
FROM plant_heads AS head CROSS JOIN LATERAL json_each(head.device_memory::json) AS device
WHERE device.value ->> 'learnt' IS NOT NULL;

UPDATE plant_heads SET device_memory = (
  SELECT json_object_agg(device.key, device.value - 'learnt') FROM jsonb_each(device_memory::jsonb) AS device)::text
WHERE device_memory <> '{}';
