-- Who asks a partition itself, rather than its table, sees what its own policies let through: the functions that make and
-- drop months saw nothing of the default partitions. So a month of which rows lay there failed to be made, and all after it,
-- and what lay there was never deleted.
CREATE POLICY owner ON rollups_1m_other TO hydro_owner USING (true) WITH CHECK (true);
CREATE POLICY owner ON rollups_5m_other TO hydro_owner USING (true) WITH CHECK (true);
