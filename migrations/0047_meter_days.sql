-- On which days each meter stood in a plant for which an issuance was asked for: its serial says where it stands today, and one that
-- has moved could be paid for the same MWh in both plants. A row of a rejected or voided issuance says nothing any more.
CREATE TABLE meter_days (
  org_id text NOT NULL,
  plant_id text NOT NULL,
  issuance_id text NOT NULL,
  -- As compared: upper case, without spaces and dashes.
  serial text NOT NULL,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL,
  -- Who came first, by serial: whoever adds a row holds that serial's turn.
  claim_no bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (org_id, plant_id, issuance_id, serial, from_at),
  CHECK (from_at < to_at),
  FOREIGN KEY (org_id, plant_id, issuance_id) REFERENCES issuances
);
CREATE INDEX meter_days_by_serial ON meter_days (serial, from_at);
SELECT tenant_table('meter_days', serve => 'SELECT, INSERT');

-- A clash of days that lie behind: both are set, and its decision leaves alone where the meter stands today.
ALTER TABLE meter_clashes ADD COLUMN from_at timestamptz(3), ADD COLUMN to_at timestamptz(3),
  ADD CHECK ((from_at IS NULL) = (to_at IS NULL)), ADD CHECK (from_at < to_at);

-- What was asked for before.
INSERT INTO meter_days (org_id, plant_id, issuance_id, serial, from_at, to_at)
SELECT one.org_id, one.plant_id, one.issuance_id, stood.serial, greatest(period.from_at, stood.since), least(period.to_at, stood.until)
FROM issuances AS one
JOIN monitoring_periods AS period USING (org_id, plant_id, period_id)
JOIN period_statements AS stated USING (org_id, plant_id, period_id, statement_no)
JOIN project_designs AS design ON design.org_id = one.org_id AND design.plant_id = one.plant_id
  AND design.version = (convert_from(stated.statement, 'UTF8')::jsonb #>> '{design,version}')::integer
CROSS JOIN LATERAL jsonb_array_elements(design.design -> 'meters') AS meter
CROSS JOIN LATERAL (
  SELECT regexp_replace(upper(shown.serial), '[\s-]', '', 'g') AS serial, shown.since,
    lead(shown.since, 1, 'infinity') OVER (ORDER BY shown.since) AS until
  FROM (
    SELECT meter ->> 'serial' AS serial, '-infinity'::timestamptz AS since
    UNION ALL
    SELECT change ->> 'serial', (change ->> 'at')::timestamptz
    FROM jsonb_array_elements(coalesce(meter -> 'replacements', '[]')) AS change
  ) AS shown
) AS stood
WHERE one.state NOT IN ('rejected', 'voided') AND greatest(period.from_at, stood.since) < least(period.to_at, stood.until)
ORDER BY one.requested_at, one.issuance_id
ON CONFLICT DO NOTHING;

-- The serials of an issuance of the transaction's own that earn in another plant on the same days: who asked first has them, or
-- whom the registrar's newest decision on the two names, unless the other's are minted. Of the other nothing is told.
CREATE FUNCTION meter_days_taken(wanted text) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT DISTINCT own.serial FROM meter_days AS own
    CROSS JOIN LATERAL (
      SELECT other.org_id, other.plant_id, other.claim_no, other.from_at, other.to_at, held.state IN ('minting', 'issued') AS is_minted
      FROM meter_days AS other JOIN issuances AS held USING (org_id, plant_id, issuance_id)
      WHERE other.serial = own.serial AND held.state NOT IN ('rejected', 'voided')
      UNION ALL
      -- What the registrar found to be the other's stays so, also where that one has asked for nothing yet.
      SELECT party.org_id, party.plant_id, NULL, clash.from_at, clash.to_at, false FROM meter_clashes AS clash
      CROSS JOIN LATERAL (VALUES (clash.org_id, clash.plant_id), (clash.holder_org_id, clash.holder_plant_id))
        AS party (org_id, plant_id)
      WHERE clash.serial = own.serial AND clash.resolved_at IS NOT NULL AND clash.from_at IS NOT NULL
        AND (own.org_id, own.plant_id) IN ((clash.org_id, clash.plant_id), (clash.holder_org_id, clash.holder_plant_id))
    ) AS other
    LEFT JOIN LATERAL (
      SELECT CASE
        WHEN clash.resolution = 'distinct' THEN 'distinct'
        WHEN (clash.resolution = 'claimant') = ((clash.org_id, clash.plant_id) = (own.org_id, own.plant_id)) THEN 'own'
        ELSE 'other' END AS is_of
      FROM meter_clashes AS clash
      WHERE clash.serial = own.serial AND clash.resolved_at IS NOT NULL AND (
        (clash.org_id, clash.plant_id, clash.holder_org_id, clash.holder_plant_id)
          = (own.org_id, own.plant_id, other.org_id, other.plant_id)
        OR (clash.holder_org_id, clash.holder_plant_id, clash.org_id, clash.plant_id)
          = (own.org_id, own.plant_id, other.org_id, other.plant_id))
      ORDER BY clash.resolved_at DESC, clash.clash_id LIMIT 1
    ) AS decided ON true
    WHERE own.issuance_id = wanted AND own.org_id = ANY (app_orgs())
      AND (other.org_id, other.plant_id) <> (own.org_id, own.plant_id)
      AND other.from_at < own.to_at AND own.from_at < other.to_at
      AND CASE decided.is_of
        WHEN 'distinct' THEN false
        WHEN 'other' THEN true
        WHEN 'own' THEN other.is_minted AND other.claim_no < own.claim_no
        ELSE other.claim_no < own.claim_no END;
END $$;
GRANT EXECUTE ON FUNCTION meter_days_taken(text) TO hydro_serve;

-- Notes for the registrar that a plant of the transaction's own would earn by a meter on days on which another plant does; once for
-- the same days and holder. Who that is, is told to nobody.
CREATE FUNCTION note_meter_days_clash(
  id text, org text, plant text, wanted text, begins timestamptz, ends timestamptz, at timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF org <> ALL (coalesce(app_orgs(), '{}')) THEN
    RAISE insufficient_privilege USING MESSAGE = 'the plant is not of this transaction';
  END IF;
  INSERT INTO meter_clashes (org_id, plant_id, clash_id, serial, holder_org_id, holder_plant_id, from_at, to_at, raised_at)
    SELECT org, plant, id, wanted, other.org_id, other.plant_id, begins, ends, at
    FROM meter_days AS other JOIN issuances AS held USING (org_id, plant_id, issuance_id)
    WHERE other.serial = wanted AND (other.org_id, other.plant_id) <> (org, plant) AND other.from_at < ends AND begins < other.to_at
      AND held.state NOT IN ('rejected', 'voided')
      AND NOT EXISTS (
        SELECT FROM meter_clashes AS clash
        WHERE (clash.org_id, clash.plant_id, clash.holder_org_id, clash.holder_plant_id)
            = (org, plant, other.org_id, other.plant_id)
          AND clash.serial = wanted AND clash.from_at <= begins AND ends <= clash.to_at)
    ORDER BY other.claim_no LIMIT 1
    ON CONFLICT DO NOTHING;
END $$;
GRANT EXECUTE ON FUNCTION note_meter_days_clash(text, text, text, text, timestamptz, timestamptz, timestamptz) TO hydro_serve;
