-- A token that was deleted on the ledger takes nothing any more. deleted_at: when that was first seen; replaced_at: when the
-- registrar had what waits in it issued in the next token of its kind.
ALTER TABLE tokens ADD COLUMN deleted_at timestamptz(3), ADD COLUMN replaced_at timestamptz(3),
  ADD CHECK (replaced_at IS NULL OR (deleted_at IS NOT NULL AND halted IS NOT NULL));
-- A certificate that was ordered in such a collection is ordered anew.
SELECT allow_rows('certificates', 'hydro_worker', 'DELETE', 'true');

-- A print of each secret file that the gateways of this database have to share, by gateway, and when it last said so; holder '':
-- the newest that any had.
CREATE TABLE secret_prints (
  setting text NOT NULL,
  holder text NOT NULL,
  print bytea NOT NULL CHECK (octet_length(print) = 32),
  seen_at timestamptz(3) NOT NULL,
  PRIMARY KEY (setting, holder)
);
SELECT gateway_table('secret_prints', serve => '', worker => 'SELECT, INSERT, UPDATE, DELETE');
