import { hashscanTokenUrl, hashscanTransactionUrl } from "../../issuance/links.ts";
import type { MintView } from "../../issuance/mint-store.ts";
import type { StatementJson } from "../../issuance/statement-wire.ts";
import { retirementStatementOf } from "../../issuance/unit-statements.ts";
import type { Plan } from "./plan.ts";
import { chartStyle, charts } from "./report-charts.ts";
import { escaped, kilograms, kwh } from "./report-text.ts";
import type { Day } from "./store.ts";
import type { BundleFacts } from "./types.ts";

export type ReportParts = {
  readonly plan: Pick<Plan, "statement" | "issuance" | "label" | "plantId" | "transfers" | "retirements">;
  readonly facts: BundleFacts;
  readonly days: readonly Day[];
  readonly mint: MintView | undefined;
};

const standing: Readonly<Record<string, string>> = {
  "unverified estimate":
    "These figures are the gateway's own and nobody has verified them. Nothing is a credit, and nothing may be issued on them.",
  "verified statement":
    "An accredited verifier of another organisation has signed this statement. It has not been issued.",
  issued:
    "An accredited verifier has signed this statement, and its units were minted as listed below. They are units of this gateway's own and no credit of any programme.",
};

/** What a ledger is worth as evidence, where it is worth less than it looks. */
const standingOfNetwork: Readonly<Record<BundleFacts["network"], string | undefined>> = {
  local: "The ledger is one that a single machine keeps for itself: what stands here proves nothing to others.",
  testnet: "The ledger is Hedera's testnet, which is for trying out and may be emptied.",
  previewnet: "The ledger is Hedera's previewnet, which is for trying out and may be emptied.",
  mainnet: undefined,
};

/** In a minute: what the evidence beside the page shows, and what no evidence of this kind does. */
const shownBy = ({ first_seq, last_seq }: BundleFacts) => [
  `Anybody can check with the files beside this page that the plant's records ${first_seq} to ${last_seq} stand as they stood when the ledger had them, none changed, left out or put in between.`,
  "Anybody can check that every figure here follows from them by the rulebook and the grid factor named, who took each step, and under which accreditation.",
  "They do not show that a reading is what the device measured, except where the device itself signed it; nor that verifier and operator did not collude.",
  `They do not show what was decided after record ${last_seq}: a later review, amendment or claim of the same energy elsewhere.`,
];

/** The page for people: one HTML file without scripts, nothing fetched, every text escaped. */
export function reportHtml(parts: ReportParts): string {
  const { plan, facts } = parts;
  const { statement, label } = plan;
  const { period } = statement;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(`${plan.plantId}, ${period.from} to ${period.to}: ${label}`)}</title><style>${style}</style></head><body><main>`,
    `<p class="label">${escaped(label)}</p>`,
    `<h1>${escaped(plan.plantId)}: ${escaped(period.from)} to before ${escaped(period.to)}</h1>`,
    `<p>${escaped(standing[label] ?? "")}</p>`,
    note(standingOfNetwork[facts.network]),
    table("Figures", figures(statement)),
    table("Basis", basis(statement, facts)),
    charts(parts.days, openingWh(statement)),
    table("Steps of the issuance", stepRows(plan)),
    table("Minted", mintRows(parts.mint, facts)),
    table("Transferred and retired", moveRows(plan, facts)),
    list(
      "Warnings",
      statement.warnings.map((one) => `${one.rule}: ${one.detail}`),
    ),
    list("What this shows, and what not", shownBy(facts)),
    `<p>This page is for reading. What counts are the files beside it: <code>npm run audit -- bundle FILE</code> makes every figure again from the records.</p>`,
    `</main></body></html>\n`,
  ].join("\n");
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}h1{overflow-wrap:anywhere}table{border-collapse:collapse;margin:0 0 1.5rem}th,td{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top;border-bottom:1px solid #ddd;overflow-wrap:anywhere}th{min-width:7.5rem}.label{display:inline-block;border:2px solid #222;padding:.1rem .6rem;font-weight:700;text-transform:uppercase}.note{border-left:4px solid #222;padding:.1rem 0 .1rem .8rem}${chartStyle}`;

/** A value is text, or text that leads to a page of it. */
type Value = string | readonly Link[];
type Link = { readonly text: string; readonly url?: string | null };
type Row = readonly [name: string, value: Value];

function figures(statement: StatementJson): Row[] {
  const { issuance } = statement;
  return [
    ["Net generation supplied (EG facility)", kwh(statement.eg_facility_wh)],
    ["Generation credited (EG PJ)", kwh(statement.eg_pj_wh)],
    ["Baseline emissions", kilograms(statement.be_g)],
    ["Project emissions, reservoir", kilograms(statement.pe_hp_g)],
    ["Project emissions, fossil fuel", kilograms(statement.pe_ff_g)],
    ["Leakage", kilograms(statement.le_g)],
    ["Emission reductions", kilograms(statement.er_g)],
    ["Stated for issuance", `${issuance.issued_units} units of ${issuance.unit_g} g CO2e`],
    ["Carried on", kilograms(issuance.carry_out_g)],
  ];
}

function basis(statement: StatementJson, facts: BundleFacts): Row[] {
  const { factor, rulebook, records, design } = statement;
  return [
    ["Rulebook", `${rulebook.id} (${rulebook.hash})`],
    ["Grid factor", `${factor.ef_cm_g_per_mwh} gCO2/MWh, ${factor.table ?? "own calculation"} ${factor.year ?? ""}`],
    ["Design", `version ${design.version}`],
    ["Statement", `number ${statement.statement_no}${statement.reason === null ? "" : `: ${statement.reason}`}`],
    ["Readings that count", `${records.count} (${records.sha256})`],
    ["Records in this bundle", `${facts.first_seq} to ${facts.last_seq}`],
    ["Published on", `${facts.network}, topic ${facts.topic_id}, log of ${facts.size} leaves`],
  ];
}

function stepRows({ issuance }: ReportParts["plan"]): Row[] {
  return (issuance?.steps ?? []).map(({ step, party, at, reason }) => [
    `${at.toISOString()} ${step}`,
    [party === null ? "follows from the steps before" : `${party.orgId} as ${party.duty}`, reason ?? ""].join(" "),
  ]);
}

function mintRows(mint: MintView | undefined, { network }: BundleFacts): Row[] {
  return (mint?.parts ?? []).map(({ partNo, amount, state, tokenId, transactionId }): Row => {
    const name = `Part ${partNo}: ${amount} units`;
    if (state !== "minted" || tokenId === null || transactionId === null) return [name, "not minted yet"];
    const token = { text: tokenId, url: hashscanTokenUrl(network, tokenId) };
    return [name, [{ text: "token " }, token, { text: ", transaction " }, transactionOf(network, transactionId)]];
  });
}

function moveRows({ transfers, retirements }: ReportParts["plan"], { network }: BundleFacts): Row[] {
  return [
    ...transfers.map(({ units, toAccount, state, reason, claimTransactionId, transactionId }): Row => {
      const done = claimTransactionId ?? transactionId;
      const told = [state, reason ?? ""].filter((text) => text !== "").join(", ");
      const where = done === null ? [] : [{ text: ", " }, transactionOf(network, done)];
      return [`${units} units to ${toAccount}`, [{ text: told }, ...where]];
    }),
    ...retirements.map(({ units, statement, state, transactionId, failure }): Row => {
      const { beneficiary, reason } = retirementStatementOf(statement);
      if (failure !== null) return [`${units} units not retired for ${beneficiary.name}`, `${reason}; ${failure}`];
      const isDone = state === "done" && transactionId !== null;
      const how = isDone
        ? [{ text: "transaction " }, transactionOf(network, transactionId)]
        : [{ text: "not on the ledger yet" }];
      return [`${units} units retired for ${beneficiary.name}`, [{ text: `${reason}; ` }, ...how]];
    }),
  ];
}

/** A public ledger shows each transaction on a page of its own. */
const transactionOf = (network: BundleFacts["network"], id: string): Link => ({
  text: id,
  url: hashscanTransactionUrl(network, id),
});

/** Export registers of the main meters where the period begins, summed; null: not all are known. */
function openingWh({ meters }: StatementJson): bigint | null {
  const opening = meters.map((meter) => meter.opening?.export_wh ?? null);
  return opening.includes(null) ? null : opening.reduce((all, wh) => all + BigInt(wh ?? 0), 0n);
}

function table(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map(
    ([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${valueHtml(value)}</td></tr>`,
  );
  return `<h2>${escaped(title)}</h2><table>${cells.join("")}</table>`;
}

function valueHtml(value: Value): string {
  if (typeof value === "string") return escaped(value);
  return value
    .map(({ text, url }) =>
      url == null ? escaped(text) : `<a href="${escaped(url)}" rel="noreferrer">${escaped(text)}</a>`,
    )
    .join("");
}

function note(text: string | undefined): string {
  return text === undefined ? "" : `<p class="note">${escaped(text)}</p>`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<h2>${escaped(title)}</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
}
