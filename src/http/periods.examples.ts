import { programmes } from "./issuances.examples.ts";

/** Examples of project designs, monitoring periods and shadow reports. A test holds each against its schema. */

const hash = (digit: string) => digit.repeat(64);
const recordId = "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e";
const periodId = "per_5f2rkq0v9c8hxw3n7d1ytbgm4e";

export const design = {
  rulebook: "acm0002-v22.0",
  grid: { table: "cea-v21.0" },
  design: {
    technology: "hydro",
    project_type: "greenfield",
    reservoir: "none",
    cap_pj_w: "1000000",
    country: "IN",
  },
  crediting: { kind: "7x3", start: "2023-04-01" },
  meters: [
    {
      device_id: "METER-001",
      role: "main",
      serial: "X1234567",
      accuracy_class: "0.2S",
      mpe_pct: "0.2",
      rolls_over_at_wh: "1000000000000",
      calibrations: [{ on: "2024-02-11", valid_until: "2029-02-11" }],
      replacements: [],
    },
  ],
  issuance: { unit_g: "1000" },
  ex_ante: { annual_er_t: "3200" },
};

export const registeredDesign = {
  plant_id: "PLANT-HP-001",
  version: 1,
  record_id: recordId,
  commitment: hash("a"),
  created_at: "2024-02-12T09:00:00.000Z",
  eligible: true,
  power_density_w_per_m2: null,
  reservoir_emissions: false,
  crediting_period: { number: 1, from: "2023-04-01", to: "2030-04-01" },
  ...design,
};

export const openPeriod = { from: "2025-01-01", to: "2025-02-01" };

export const period = {
  period_id: periodId,
  plant_id: "PLANT-HP-001",
  ...openPeriod,
  time_zone: "Asia/Kolkata",
  from_at: "2024-12-31T18:30:00.000Z",
  to_at: "2025-01-31T18:30:00.000Z",
  status: "closed",
  opened_at: "2025-01-02T04:00:00.000Z",
  statements: [
    {
      statement_no: 1,
      label: "verified statement",
      record_id: recordId,
      seq: 8_950,
      commitment: hash("b"),
      er_g: "273171000",
      er_t: "273.171",
      issued_units: "273171",
      taken_back_g: "0",
      carry_out_g: "0",
      created_at: "2025-02-03T04:00:00.000Z",
      issuance: { issuance_id: "iss_5f2rkq0v9c8hxw3n7d1ytbgm4e", state: "verified" },
      links: {
        statement: `/api/v1/plants/PLANT-HP-001/periods/${periodId}/statements/1`,
        record: `/api/v1/records/${recordId}`,
        proof: `/api/v1/records/${recordId}/proof`,
      },
    },
  ],
  programmes,
};

export const periodPage = { items: [period], next_cursor: null };

export const closingFacts = { invoice_net_wh: "370000000" };

export const amendment = { reason: "Readings of 14 January arrived after a line was mended.", ...closingFacts };

const figure = (
  equation: string,
  clause: string,
  inputs: Record<string, string | null>,
  result: Record<string, string>,
) => ({
  equation,
  clause,
  inputs,
  result,
  rounding: "exact",
});

export const statement = {
  v: 2,
  label: "unverified estimate: nothing is issuable before a verifier has signed",
  plant_id: "PLANT-HP-001",
  period: {
    period_id: periodId,
    ...openPeriod,
    time_zone: "Asia/Kolkata",
    from_at: "2024-12-31T18:30:00.000Z",
    to_at: "2025-01-31T18:30:00.000Z",
    vintage: 2025,
    crediting_period: { number: 1, from: "2023-04-01", to: "2030-04-01" },
  },
  statement_no: 1,
  amends: null,
  reason: null,
  design: { version: 1, record_id: recordId, commitment: hash("a") },
  rulebook: { id: "acm0002-v22.0", hash: hash("c") },
  factor: {
    ef_om: "0.9646",
    ef_bm: "0.5119",
    w_om: "0.5",
    w_bm: "0.5",
    ef_cm_g_per_mwh: "738250",
    table: "cea-v21.0",
    year: "2024-25",
    hash: hash("d"),
  },
  records: {
    of: "interval readings of main meters that end in the period, hold an export register and count by their verdict",
    head_seq: 8_949,
    head_commitment: hash("e"),
    log_size: "120411",
    assessment_sha256: hash("9"),
    count: 8_928,
    sha256: hash("f"),
  },
  eg_facility_wh: "370025000",
  eg_pj_wh: "370025000",
  be_g: "273170956",
  pe_hp_g: "0",
  pe_ff_g: "0",
  le_g: "0",
  er_g: "273170956",
  er_t: "273.170956",
  figures: {
    er: figure(
      "ER_y = BE_y - PE_y - LE_y",
      "ACM0002 v22.0 eq. 17",
      { be_g: "273170956", pe_hp_g: "0", pe_ff_g: "0", le_g: "0" },
      { er_g: "273170956" },
    ),
  },
  issuance: {
    unit_g: "1000",
    remainder_before_g: "0",
    deficit_before_g: "0",
    already_counted_g: "0",
    taken_back_g: "0",
    issued_units: "273170",
    carry_out_g: "956",
  },
  carried_in: { year_to_date_net_wh: null, trusted_export_wh: {} },
  facts: {},
  cross_check: null,
  meters: [],
  warnings: [],
  calculation: {
    rulebook: "acm0002-v22.0",
    grid: { table: "cea-v21.0", year: "2024-25", crediting_period: 1 },
    design: design.design,
    periods: [{ ...openPeriod, export_wh: "371000000", import_wh: "975000" }],
    issuance: { unit_g: "1000", carry_in_g: "0" },
  },
};

export const stated = { period, statements: [statement] };

export const recomputation = { statement_no: 1, equal: true, stored_sha256: hash("b"), sha256: hash("b") };
