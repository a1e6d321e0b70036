import type { MintView } from "../../issuance/mint-store.ts";
import type { StatementJson } from "../../issuance/statement-wire.ts";
import { retirementStatementOf } from "../../issuance/unit-statements.ts";
import type { Plan } from "./plan.ts";
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
  issued: "An accredited verifier has signed this statement, and its units were minted as listed below.",
};

/** The page for people: one HTML file without scripts, nothing fetched, every text escaped. */
export function reportHtml(parts: ReportParts): string {
  const { plan, facts } = parts;
  const { statement, label } = plan;
  const { period } = statement;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(`${plan.plantId}, ${period.from} to ${period.to}: ${label}`)}</title><style>${style}</style></head><body>`,
    `<p class="label">${escaped(label)}</p>`,
    `<h1>${escaped(plan.plantId)}: ${escaped(period.from)} to before ${escaped(period.to)}</h1>`,
    `<p>${escaped(standing[label] ?? "")}</p>`,
    table("Figures", figures(statement)),
    table("Basis", basis(statement, facts)),
    energyChart(parts.days, openingWh(statement)),
    verdictChart(parts.days),
    table("Steps of the issuance", stepRows(plan)),
    table("Minted", mintRows(parts.mint)),
    table("Transferred and retired", moveRows(plan)),
    list(
      "Warnings",
      statement.warnings.map((one) => `${one.rule}: ${one.detail}`),
    ),
    `<p>This page is for reading. What counts are the files beside it: <code>npm run audit -- bundle FILE</code> makes every figure again from the records.</p>`,
    `</body></html>\n`,
  ].join("\n");
}

const style =
  "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:0 0 1.5rem}th,td{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top;border-bottom:1px solid #ddd;overflow-wrap:anywhere}.label{display:inline-block;border:2px solid #222;padding:.1rem .6rem;font-weight:700;text-transform:uppercase}svg{width:100%;height:auto}text{font:11px system-ui,sans-serif}";

type Row = readonly [name: string, value: string];

function figures(statement: StatementJson): Row[] {
  const { issuance } = statement;
  return [
    ["Net generation supplied (EG facility)", kwh(statement.eg_facility_wh)],
    ["Generation credited (EG PJ)", kwh(statement.eg_pj_wh)],
    ["Baseline emissions", tonnes(statement.be_g)],
    ["Project emissions, reservoir", tonnes(statement.pe_hp_g)],
    ["Project emissions, fossil fuel", tonnes(statement.pe_ff_g)],
    ["Leakage", tonnes(statement.le_g)],
    ["Emission reductions", tonnes(statement.er_g)],
    ["To be issued", `${issuance.issued_units} units of ${issuance.unit_g} g`],
    ["Carried on", tonnes(issuance.carry_out_g)],
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

function mintRows(mint: MintView | undefined): Row[] {
  return (mint?.parts ?? []).map((part) => [
    `Part ${part.partNo}: ${part.amount} units`,
    part.state === "minted" ? `token ${part.tokenId}, transaction ${part.transactionId}` : "not minted yet",
  ]);
}

function moveRows({ transfers, retirements }: ReportParts["plan"]): Row[] {
  return [
    ...transfers.map(
      ({ units, toAccount, state, reason, claimTransactionId, transactionId }): Row => [
        `${units} units to ${toAccount}`,
        [state, reason ?? "", claimTransactionId ?? transactionId ?? ""].filter((text) => text !== "").join(", "),
      ],
    ),
    ...retirements.map(({ units, statement, state, transactionId }): Row => {
      const { beneficiary, reason } = retirementStatementOf(statement);
      const how = state === "done" ? `transaction ${transactionId}` : "not on the ledger yet";
      return [`${units} units retired for ${beneficiary.name}`, `${reason}; ${how}`];
    }),
  ];
}

const [width, height, foot] = [900, 220, 30] as const;

/** Export registers of the main meters where the period begins, summed; null: not all are known. */
function openingWh({ meters }: StatementJson): bigint | null {
  const opening = meters.map((meter) => meter.opening?.export_wh ?? null);
  return opening.includes(null) ? null : opening.reduce((all, wh) => all + BigInt(wh ?? 0), 0n);
}

/** What the export registers rose by from day to day. */
function energyChart(days: readonly Day[], opening: bigint | null): string {
  const rises = days.flatMap(({ day, exportWh }, i) => {
    const before = i === 0 ? opening : days[i - 1]?.exportWh;
    return exportWh === null || before == null || exportWh < before ? [] : [{ day, wh: exportWh - before }];
  });
  const most = rises.reduce((max, { wh }) => (wh > max ? wh : max), 1n);
  const bars = rises.map(({ day, wh }, i) => ({
    x: i,
    day,
    parts: [{ from: 0, to: share(wh, most), fill: "#2b6cb0", title: `${day}: ${kwh(String(wh))}` }],
  }));
  return chart("Rise of the export registers by local day", `at most ${kwh(String(most))}`, bars);
}

/** How readings of all devices were judged when they arrived. */
function verdictChart(days: readonly Day[]): string {
  const most = days.reduce((max, one) => Math.max(max, one.approved + one.flagged + one.rejected), 1);
  const bars = days.map(({ day, approved, flagged, rejected }, i) => ({
    x: i,
    day,
    parts: [
      { from: 0, to: approved / most, fill: "#2f855a", title: `${day}: ${approved} approved` },
      { from: approved / most, to: (approved + flagged) / most, fill: "#d69e2e", title: `${day}: ${flagged} flagged` },
      {
        from: (approved + flagged) / most,
        to: (approved + flagged + rejected) / most,
        fill: "#c53030",
        title: `${day}: ${rejected} rejected`,
      },
    ],
  }));
  return chart(
    "Verdicts of readings by local day (approved green, flagged yellow, rejected red)",
    `at most ${most} readings`,
    bars,
  );
}

type Part = { readonly from: number; readonly to: number; readonly fill: string; readonly title: string };
type Bar = { readonly x: number; readonly day: string; readonly parts: readonly Part[] };

function chart(title: string, scale: string, bars: readonly Bar[]): string {
  if (bars.length === 0) return "";
  const step = width / bars.length;
  const room = height - foot;
  const drawn = bars.flatMap(({ x, day, parts }) => [
    ...parts
      .filter(({ from, to }) => to > from)
      .map(({ from, to, fill, title: told }) => {
        const box = `x="${fixed(x * step + step * 0.1)}" y="${fixed(room * (1 - to))}" width="${fixed(step * 0.8)}" height="${fixed(room * (to - from))}"`;
        return `<rect ${box} fill="${fill}"><title>${escaped(told)}</title></rect>`;
      }),
    bars.length <= 31 ? `<text x="${fixed(x * step + 2)}" y="${height - 12}">${escaped(day.slice(8))}</text>` : "",
  ]);
  const label = `<text x="2" y="12">${escaped(scale)}</text>`;
  return `<h2>${escaped(title)}</h2><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${drawn.join("")}${label}</svg>`;
}

function table(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`);
  return `<h2>${escaped(title)}</h2><table>${cells.join("")}</table>`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<h2>${escaped(title)}</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
}

/** A share of a whole as a drawing's length. */
function share(part: bigint, whole: bigint): number {
  return Number((part * 10_000n) / whole) / 10_000;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function kwh(wh: string): string {
  return `${thousandths(wh)} kWh`;
}

function tonnes(grams: string): string {
  const kg = thousandths(grams);
  return `${kg} kg CO2e`;
}

/** Integer digits by a thousand, exactly. */
function thousandths(digits: string): string {
  const negative = digits.startsWith("-");
  const padded = digits.replace("-", "").padStart(4, "0");
  return `${negative ? "-" : ""}${padded.slice(0, -3)}.${padded.slice(-3)}`;
}

function escaped(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[one] as string,
  );
}
