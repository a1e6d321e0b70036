import { contentHash } from "../kernel/canonical.ts";

/** Examples of grid-factor tables. The figures are made up and say so. */

export const upload = {
  id: "my-grid-2025",
  title: "Margins of our grid, with the year 2025-26",
  publisher: "Example Grid Authority",
  source: "Example Grid Authority, margins of 2025-26, table 3 (made-up figures)",
  version: "1",
  published: "2026-09",
  geography: "IN",
  scope: "excluding imports",
  unit: "tCO2/MWh",
  time_zone: "Asia/Kolkata",
  year_begins: "04-01",
  years: [
    { year: "2024-25", om: "0.9646", bm: "0.5119" },
    { year: "2025-26", om: "0.96", bm: "0.5" },
  ],
  valid_from: "2024-04-01",
  valid_until: "2027-04-01",
};

const stored = {
  ...upload,
  years: upload.years.map((year) => ({ ...year, cm_published: null, weighted_average: null })),
};

const { years, ...named } = stored;

export const gridTable = {
  hash: contentHash(stored),
  shipped: false,
  created_at: "2026-10-01T08:00:00.000Z",
  table: stored,
};

export const gridTablePage = {
  items: [
    {
      ...named,
      years: years.map(({ year }) => year),
      hash: gridTable.hash,
      shipped: false,
      created_at: gridTable.created_at,
    },
  ],
  next_cursor: null,
};
