import { expect, test } from "vitest";
import { reportHtml } from "../../../src/audit/bundle/report.ts";
import type { BundleFacts } from "../../../src/audit/bundle/types.ts";
import * as examples from "../../../src/http/periods.examples.ts";
import * as units from "../../../src/http/units.examples.ts";
import { claims } from "../../../src/issuance/lifecycle.ts";
import type { MintView } from "../../../src/issuance/mint-store.ts";
import type { Retirement } from "../../../src/issuance/retirement-store.ts";
import type { StatementJson } from "../../../src/issuance/statement-wire.ts";

const facts: BundleFacts = {
  v: 1,
  plant_id: "P",
  period_id: "per_1",
  statement_no: 1,
  label: "issued",
  issuance_id: null,
  first_seq: 1,
  last_seq: 9,
  network: "local",
  topic_id: "0.0.1",
  statement_size: 8,
  size: 9,
};
const days = [
  { day: "2025-03-01", approved: 20, flagged: 3, rejected: 1, exportWh: 7_000_000n },
  { day: "2025-03-02", approved: 24, flagged: 0, rejected: 0, exportWh: 9_000_500n },
];
type More = { readonly network?: BundleFacts["network"]; readonly mint?: MintView };
const page = (label: string, reason = "none", retirements: readonly Retirement[] = [], more: More = {}) => {
  const statement = { ...examples.statement, reason } as unknown as StatementJson;
  const plan = { statement, issuance: undefined, label, plantId: "P", transfers: [], retirements };
  return reportHtml({ plan, facts: { ...facts, network: more.network ?? "local" }, days, mint: more.mint });
};

test.each(claims)("the page says that its figures are: %s", (label) => {
  expect(page(label)).toContain(`<p class="label">${label}</p>`);
});

test("retired units are told with their beneficiary, whatever he calls himself", () => {
  const said = { ...JSON.parse(units.retirement.statement), beneficiary: { name: "<b>Acme", id: null, country: null } };
  const statement = new TextEncoder().encode(JSON.stringify(said));
  const retired = {
    units: 25_000n,
    statement,
    state: "done",
    failure: null,
    transactionId: "0.0.5@1.000000001",
  } as Retirement;
  expect(page("issued", "none", [retired])).toMatch(/25000 units retired for &lt;b&gt;Acme<\/th>.*0\.0\.5@1\.0/);
});

test("no text of others becomes markup, and nothing is fetched or run", () => {
  const html = page("issued", `<img src=x onerror="alert(1)">&'`);
  expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;");
  expect(html).not.toMatch(/<(img|script|link|iframe|object)/);
  expect(html).toContain("default-src 'none'");
});

test("its charts show every day's rise of the registers and how its readings were judged", () => {
  const html = page("issued");
  expect(html).toContain("<title>2025-03-02: 2000.500 kWh</title>");
  expect(html).toContain("<title>2025-03-01: 3 flagged</title>");
  expect(html.match(/<svg /g)).toHaveLength(2);
});

test("a chart's days are there in figures too, and its scale beside the drawing, not across it", () => {
  const html = page("issued");
  expect(html).toContain("The highest bar: 7000.000 kWh in a day.");
  expect(html).toContain("From below: 44 approved (green), 3 flagged (ochre), 1 rejected (red).");
  expect(html).toContain(`<th scope="row">2025-03-02</th><td>2000.500 kWh</td><td>24</td><td>0</td><td>0</td>`);
  expect(html.match(/<svg .*?<\/svg>/)?.[0]).not.toContain("kWh</text>");
});

test("the page of a ledger that proves less than it looks says so, and one of the public ledger does not", () => {
  expect(page("issued")).toContain("proves nothing to others");
  expect(page("issued", "none", [], { network: "testnet" })).toContain("for trying out");
  expect(page("issued", "none", [], { network: "mainnet" })).not.toMatch(/proves nothing|for trying out/);
});

test("issued units are called no credit of any programme, and the page says what its evidence does not show", () => {
  const html = page("issued");
  expect(html).toContain("no credit of any programme");
  expect(html).toContain("They do not show what was decided after record 9");
  expect(html).toContain("except where the device itself signed it");
});

test("a transaction on a public ledger is linked to its page there, one on the local ledger is not", () => {
  const transactionId = "0.0.5@1.000000001";
  const part = { partNo: 1, amount: 7n, state: "minted", tokenId: "0.0.9", transactionId };
  const mint = { parts: [part] } as unknown as MintView;
  const linked = page("issued", "none", [], { network: "mainnet", mint });
  expect(linked).toContain('href="https://hashscan.io/mainnet/transaction/0.0.5-1-000000001"');
  expect(linked).toContain('href="https://hashscan.io/mainnet/token/0.0.9"');
  expect(page("issued", "none", [], { mint })).not.toContain("<a ");
});

test("no programme's own name is given to any figure", () => {
  expect(page("issued")).not.toMatch(/\b(CERs?|VCUs?)\b/);
});
