-- What moved units of a token on the ledger and is not in the books, as after a backup was restored: found by looking at the
-- ledger, and written into the books by the registrar as what it was.
CREATE TABLE token_movements (
  token_key text NOT NULL REFERENCES tokens,
  transaction_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('mint', 'burn', 'transfer')),
  -- Smallest units, made or gone from the treasury.
  units bigint NOT NULL CHECK (units > 0),
  -- Who got them, where that is one account.
  to_account text,
  memo text,
  consensus_timestamp text NOT NULL,
  -- Why it is not in the books.
  reason text NOT NULL,
  found_at timestamptz(3) NOT NULL,
  booked_as text CHECK (booked_as IN ('mint', 'transfer', 'retirement', 'nobody')),
  -- Whose units they are or were.
  issuance_id text REFERENCES issuances (issuance_id),
  -- The transfer or retirement in the plant's chain, and its place there.
  move_id text UNIQUE,
  seq bigint,
  booked_by text,
  booked_because text,
  booked_at timestamptz(3),
  PRIMARY KEY (token_key, transaction_id),
  CHECK (num_nonnulls(booked_as, booked_by, booked_because, booked_at) IN (0, 4)),
  CHECK ((issuance_id IS NOT NULL) = (coalesce(booked_as, 'nobody') <> 'nobody')),
  CHECK (num_nonnulls(move_id, seq) IN (0, 2)),
  CHECK ((move_id IS NOT NULL) = (coalesce(booked_as, 'nobody') IN ('transfer', 'retirement')))
);
SELECT gateway_table('token_movements', serve => '', worker => 'SELECT, INSERT, DELETE');
-- Whoever sees an issuance sees what was booked of it.
SELECT allow_rows('token_movements', 'hydro_serve', 'SELECT',
  'EXISTS (SELECT FROM issuances WHERE issuances.issuance_id = token_movements.issuance_id)');
CREATE INDEX token_movements_of_issuance ON token_movements (issuance_id) WHERE issuance_id IS NOT NULL;

-- Units in the treasury that are nobody's: sent back by whoever had them, or made and in no statement.
ALTER TABLE tokens ADD COLUMN ledger_spare bigint;
