/** Tables of the local ledger. Times are nanoseconds since the Unix epoch, amounts tinybars. */
export const schema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  num INTEGER PRIMARY KEY,
  key BLOB NOT NULL,
  balance INTEGER NOT NULL CHECK (balance >= 0),
  memo TEXT NOT NULL,
  created_ns INTEGER NOT NULL,
  auto_renew_s INTEGER NOT NULL,
  receiver_sig_required INTEGER NOT NULL,
  max_token_associations INTEGER NOT NULL
) STRICT;

CREATE TABLE topic (
  num INTEGER PRIMARY KEY,
  memo TEXT NOT NULL,
  admin_key BLOB,
  submit_key BLOB,
  auto_renew_s INTEGER NOT NULL,
  auto_renew_num INTEGER,
  created_ns INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  running_hash BLOB NOT NULL
) STRICT;

-- One row for each transaction that reached consensus, duplicates included.
CREATE TABLE entry (
  consensus_ns INTEGER PRIMARY KEY,
  payer_num INTEGER NOT NULL,
  valid_start_ns INTEGER NOT NULL,
  nonce INTEGER NOT NULL,
  scheduled INTEGER NOT NULL,
  duration_s INTEGER NOT NULL,
  node_num INTEGER NOT NULL,
  kind TEXT NOT NULL,
  result TEXT NOT NULL,
  entity_num INTEGER,
  memo TEXT NOT NULL,
  hash BLOB NOT NULL,
  fee INTEGER NOT NULL,
  max_fee INTEGER NOT NULL,
  receipt BLOB NOT NULL
) STRICT;
CREATE INDEX entry_id ON entry (payer_num, valid_start_ns);

CREATE TABLE message (
  topic_num INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  consensus_ns INTEGER NOT NULL UNIQUE,
  payer_num INTEGER NOT NULL,
  message BLOB NOT NULL,
  running_hash BLOB NOT NULL,
  chunk_number INTEGER,
  chunk_total INTEGER,
  initial_start_ns INTEGER,
  UNIQUE (topic_num, sequence)
) STRICT;

CREATE TABLE transfer (
  account_num INTEGER NOT NULL,
  consensus_ns INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (account_num, consensus_ns)
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_time ON transfer (consensus_ns);
`;

export const schemaVersion = 1n;
