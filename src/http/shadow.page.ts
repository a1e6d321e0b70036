import { createHash } from "node:crypto";
import type { ShadowReport } from "../issuance/shadow.ts";
import { escaped } from "./answers.ts";

/** Only this page's own style may act: no script, nothing from elsewhere. */
const style = `
body { font: 14px/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #111; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #999; padding: .25rem .5rem; text-align: right; vertical-align: top; }
th:first-child { text-align: left; } tbody th { font-weight: inherit; white-space: nowrap; }
.wide { overflow-x: auto; } h1, dt { overflow-wrap: anywhere; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.pass { color: #04570f; font-weight: 600; } .fail { color: #a30000; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; } dd { margin: 0; overflow-wrap: anywhere; }
@media print { .wide { overflow-x: visible; } body { margin: 0; max-width: none; font-size: 10px; } @page { size: A4 landscape; margin: 12mm; } }
`;

/** Lets a browser apply the style of {@link shadowPage}. */
export const shadowPagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'`;

/** A shadow report for people: one file that can be saved, printed and read without us. */
export function shadowPage(report: ShadowReport): string {
  const title = `Shadow report: ${report.plant_id}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>
<p>${word(report.verdict.passed)} &middot; ${escaped(report.label)}</p>
<h2>Pass marks</h2>
${table(
  "Pass marks",
  ["Mark", "Limit", "Found", "Verdict"],
  report.verdict.marks.map(({ mark, limit, value, passed }) => [
    escaped(mark),
    escaped(limit),
    value === null ? "not known" : `${escaped(value)} %`,
    word(passed),
  ]),
)}
<h2>Counted</h2>
<dl>
${[
  [
    "Readings",
    `${report.false_rejections.readings}, of which rejected ${report.false_rejections.rejected}, falsely ${report.false_rejections.false}`,
  ],
  ["Records in the log", `${report.ledger.anchored} of ${report.ledger.records}`],
  ["Interventions", `gateway ${report.interventions.gateway}, manual ${report.interventions.manual}`],
  ["Made", report.created_at],
  ["Rulebook", `${report.rulebook.id}, SHA-256 ${report.rulebook.hash}`],
  ["Chain", `up to record ${report.chain.head_seq}, SHA-256 ${report.chain.head_commitment}`],
  ["Manual report", `SHA-256 ${report.source_sha256}`],
]
  .map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value as string)}</dd>`)
  .join("\n")}
</dl>
<h2>Periods</h2>
${table(
  "Periods",
  [
    "Period",
    "Export, kWh: manual",
    "Export, kWh: gateway",
    "Export: delta, %",
    "ER, tCO2e: manual",
    "ER, tCO2e: gateway",
    "ER: delta, %",
    "Rejected",
    "Why not compared",
  ],
  report.rows.map((row) => [
    escaped(row.period),
    kilo(row.manual.export_wh),
    kilo(row.gateway?.export_wh),
    cell(row.delta_percent.export),
    cell(row.manual.er_t),
    cell(row.gateway?.er_t),
    cell(row.delta_percent.er),
    `${row.rejected} of ${row.readings}`,
    cell(row.refused?.detail),
  ]),
)}
</main></body>
</html>
`;
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escaped(text)}</th>`).join("");
  const body = rows.map(([name = "", ...cells]) => {
    return `<tr><th scope="row">${name}</th>${cells.map((text) => `<td>${text}</td>`).join("")}</tr>`;
  });
  return `<div class="wide" role="region" aria-label="${escaped(caption)}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}

function word(passed: boolean): string {
  return passed ? '<span class="pass">passed</span>' : '<span class="fail">not passed</span>';
}

function cell(text: string | null | undefined): string {
  return text == null ? "&ndash;" : escaped(text);
}

/** Digits of Wh as kWh with three decimals. */
function kilo(wh: string | null | undefined): string {
  if (wh == null) return "&ndash;";
  const digits = wh.padStart(4, "0");
  return escaped(`${digits.slice(0, -3)}.${digits.slice(-3)}`);
}
