// Tables of the local ledger. Times are nanoseconds since the Unix epoch, amounts of hbar tinybars, of
// tokens smallest units. Every change of a holding stands in a table of its own, so that a mirror can
// show any past state.

const accountsTopicsEntries = `
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

const tokensAndSchedules = `
-- The transaction that a child or a batch's part belongs to.
ALTER TABLE entry ADD COLUMN parent_ns INTEGER;
ALTER TABLE entry ADD COLUMN batch_key BLOB;

CREATE TABLE token (
  num INTEGER PRIMARY KEY,
  is_nft INTEGER NOT NULL,
  name TEXT NOT NULL,
  symbol TEXT NOT NULL,
  memo TEXT NOT NULL,
  metadata BLOB NOT NULL,
  decimals INTEGER NOT NULL,
  -- 0: no limit.
  max_supply INTEGER NOT NULL,
  initial_supply INTEGER NOT NULL,
  total_supply INTEGER NOT NULL CHECK (total_supply >= 0),
  last_serial INTEGER NOT NULL,
  treasury_num INTEGER NOT NULL,
  admin_key BLOB,
  supply_key BLOB,
  metadata_key BLOB,
  auto_renew_s INTEGER NOT NULL,
  auto_renew_num INTEGER,
  created_ns INTEGER NOT NULL
) STRICT;

-- An account's association with a token, and how much it holds.
CREATE TABLE holding (
  account_num INTEGER NOT NULL,
  token_num INTEGER NOT NULL,
  balance INTEGER NOT NULL CHECK (balance >= 0),
  automatic INTEGER NOT NULL,
  created_ns INTEGER NOT NULL,
  PRIMARY KEY (account_num, token_num)
) STRICT, WITHOUT ROWID;
CREATE INDEX holding_token ON holding (token_num, account_num);

CREATE TABLE token_transfer (
  account_num INTEGER NOT NULL,
  token_num INTEGER NOT NULL,
  consensus_ns INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (account_num, token_num, consensus_ns)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_transfer_time ON token_transfer (consensus_ns);
CREATE INDEX token_transfer_token ON token_transfer (token_num, consensus_ns);

CREATE TABLE nft (
  token_num INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  metadata BLOB NOT NULL,
  -- Null once burned.
  owner_num INTEGER,
  created_ns INTEGER NOT NULL,
  PRIMARY KEY (token_num, serial)
) STRICT, WITHOUT ROWID;

-- No sender: minted. No receiver: burned.
CREATE TABLE nft_transfer (
  token_num INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  consensus_ns INTEGER NOT NULL,
  sender_num INTEGER,
  receiver_num INTEGER,
  PRIMARY KEY (token_num, serial, consensus_ns)
) STRICT, WITHOUT ROWID;
CREATE INDEX nft_transfer_time ON nft_transfer (consensus_ns);
CREATE INDEX nft_transfer_sender ON nft_transfer (sender_num, consensus_ns);
CREATE INDEX nft_transfer_receiver ON nft_transfer (receiver_num, consensus_ns);

-- Airdrops that wait or waited for their receiver; one row for each transaction that added to one.
CREATE TABLE airdrop (
  sender_num INTEGER NOT NULL,
  receiver_num INTEGER NOT NULL,
  token_num INTEGER NOT NULL,
  -- 0 for fungible units.
  serial INTEGER NOT NULL,
  consensus_ns INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  -- Claimed or cancelled.
  ended_ns INTEGER,
  PRIMARY KEY (receiver_num, sender_num, token_num, serial, consensus_ns)
) STRICT, WITHOUT ROWID;
CREATE INDEX airdrop_sender ON airdrop (sender_num);

CREATE TABLE schedule (
  num INTEGER PRIMARY KEY,
  creator_num INTEGER NOT NULL,
  creator_start_ns INTEGER NOT NULL,
  payer_num INTEGER NOT NULL,
  admin_key BLOB,
  memo TEXT NOT NULL,
  body BLOB NOT NULL,
  -- SHA-256 over all that makes two schedules the same.
  identity BLOB NOT NULL,
  expiration_ns INTEGER NOT NULL,
  wait_for_expiry INTEGER NOT NULL,
  created_ns INTEGER NOT NULL,
  executed_ns INTEGER,
  deleted_ns INTEGER,
  -- 1 once its expiration has been dealt with.
  lapsed INTEGER NOT NULL
) STRICT;
CREATE INDEX schedule_identity ON schedule (identity);
CREATE INDEX schedule_due ON schedule (expiration_ns) WHERE lapsed = 0;

CREATE TABLE schedule_signature (
  schedule_num INTEGER NOT NULL,
  public_key BLOB NOT NULL,
  consensus_ns INTEGER NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (schedule_num, public_key)
) STRICT, WITHOUT ROWID;
`;

const changedTokens = `
ALTER TABLE token ADD COLUMN deleted_ns INTEGER;

-- The treasury that a token had before each change.
CREATE TABLE token_treasury (
  token_num INTEGER NOT NULL,
  consensus_ns INTEGER NOT NULL,
  before_num INTEGER NOT NULL,
  PRIMARY KEY (token_num, consensus_ns)
) STRICT, WITHOUT ROWID;
`;

/** One script for each version of the format, each building on the one before. */
export const schemaSteps: readonly string[] = [accountsTopicsEntries, tokensAndSchedules, changedTokens];
