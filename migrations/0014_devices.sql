-- Devices: keys that sign readings, the signed bytes, claim codes; versions of configurations; limits of API keys.

-- Ed25519 keys of devices. Each change of one is a record of its plant's chain; these rows follow from those.
CREATE TABLE device_keys (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  key_id text NOT NULL,
  public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
  registered_at timestamptz(3) NOT NULL,
  -- The record that registered it.
  record_id text NOT NULL,
  -- Another key took over: what is received after this is refused. Null: in use.
  ends_at timestamptz(3),
  revoked_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, device_id, key_id),
  UNIQUE (org_id, key_id),
  FOREIGN KEY (org_id, plant_id, device_id) REFERENCES devices
);

-- What a device signed, byte for byte, one row for each signed record, which names its SHA-256.
CREATE TABLE signed_readings (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  seq bigint NOT NULL,
  record_id text NOT NULL,
  device_id text NOT NULL,
  key_id text NOT NULL,
  -- The device's own counter; null where an HTTP signature with its nonce stands for it.
  device_seq bigint,
  content_hash bytea NOT NULL CHECK (octet_length(content_hash) = 32),
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  evidence bytea NOT NULL,
  PRIMARY KEY (org_id, plant_id, seq)
);
-- A key counts each number once.
CREATE UNIQUE INDEX signed_readings_by_counter ON signed_readings (org_id, plant_id, device_id, key_id, device_seq)
  WHERE device_seq IS NOT NULL;
CREATE TRIGGER signed_readings_stay BEFORE UPDATE OR DELETE ON signed_readings
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Nonces of signed requests, for as long as such a request could come again.
CREATE TABLE device_nonces (
  org_id text NOT NULL,
  key_id text NOT NULL,
  nonce text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, key_id, nonce)
);
CREATE INDEX device_nonces_over ON device_nonces (expires_at);

-- One-use codes by which a device is claimed. The code itself is nowhere: only an HMAC under the plant secret.
CREATE TABLE claim_codes (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  device_id text NOT NULL,
  claim_id text NOT NULL,
  code_hash bytea NOT NULL UNIQUE CHECK (octet_length(code_hash) = 32),
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  claimed_at timestamptz(3),
  PRIMARY KEY (org_id, plant_id, device_id, claim_id),
  FOREIGN KEY (org_id, plant_id, device_id) REFERENCES devices
);

-- The gateway's own: wrong claim codes by the caller's network, so that guessing is slow on every replica.
CREATE TABLE claim_attempts (
  network text NOT NULL,
  since timestamptz(3) NOT NULL,
  failures integer NOT NULL,
  PRIMARY KEY (network, since)
);

ALTER TABLE plants ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE devices ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);

-- What narrows a key beside its roles; null: nothing does.
ALTER TABLE api_keys
  ADD COLUMN scopes text[] CHECK (cardinality(scopes) > 0),
  ADD COLUMN plants text[] CHECK (cardinality(plants) > 0),
  ADD COLUMN devices text[] CHECK (cardinality(devices) > 0),
  -- Addresses and networks (CIDR) that it may be used from.
  ADD COLUMN networks text[] CHECK (cardinality(networks) > 0),
  -- Coarse: written at most once in five minutes.
  ADD COLUMN last_used_at timestamptz(3),
  -- The key that takes its place.
  ADD COLUMN rotated_to text;
