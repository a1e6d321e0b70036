-- Records of months that are over and done with, packed: exact bytes, and the values of readings as columns beside them.

-- Records of one plant that were received in one month (UTC), in order of acceptance.
CREATE TABLE packed_records (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  month date NOT NULL CHECK (month = date_trunc('month', month)),
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  -- Two gateways' clocks may stand on the two sides of a month's end: there may be fewer than the places between.
  records integer NOT NULL CHECK (records BETWEEN 1 AND last_seq - first_seq + 1),
  -- Of the readings among them.
  first_ended_at timestamptz(3),
  last_ended_at timestamptz(3),
  bodies bytea NOT NULL,
  PRIMARY KEY (org_id, plant_id, month, first_seq)
);
-- Compressed already.
ALTER TABLE packed_records ALTER COLUMN bodies SET STORAGE EXTERNAL;

-- What one device's readings of such a segment say.
CREATE TABLE packed_values (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  month date NOT NULL,
  first_seq bigint NOT NULL,
  first_ended_at timestamptz(3) NOT NULL,
  last_ended_at timestamptz(3) NOT NULL,
  readings integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (org_id, plant_id, device_id, month, first_seq),
  FOREIGN KEY (org_id, plant_id, month, first_seq) REFERENCES packed_records
);
ALTER TABLE packed_values ALTER COLUMN content SET STORAGE EXTERNAL;

SELECT tenant_table('packed_records', serve => 'SELECT', worker => 'SELECT, INSERT');
SELECT tenant_table('packed_values', serve => 'SELECT', worker => 'SELECT, INSERT');
