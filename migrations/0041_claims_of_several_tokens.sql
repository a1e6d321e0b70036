-- A receiver may claim airdrops of several tokens with one transaction, as wallets do: it is unique in each of them. By
-- itself it was unique in all, so that the second of such transfers could never be settled, nor any behind it.
ALTER TABLE transfers DROP CONSTRAINT transfers_claim_transaction_id_key,
  ADD CONSTRAINT transfers_claim_transaction_id_token_id_key UNIQUE (claim_transaction_id, token_id);
