-- Which accounts ever paid for this database's transactions, and the newest success of each: before a token is made, the
-- mirror's lists are held to them.
CREATE INDEX ledger_attempts_by_payer ON ledger_attempts (split_part(transaction_id, '@', 1), valid_start)
  WHERE phase = 'succeeded';
CREATE INDEX ledger_jobs_tokens ON ledger_jobs (job_id) WHERE kind = 'create-token';
