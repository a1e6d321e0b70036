import type { ImportOptions } from "./options.ts";
import type { Survey } from "./plan.ts";
import type { Finding, Tally } from "./tally.ts";

/** What is about to be sent, before the first row goes. */
export function introduction(options: ImportOptions, found: Survey, resumedAt: number | undefined): string {
  const { mapping } = found;
  const device = options.deviceId === undefined ? "" : `, device ${options.deviceId}`;
  const lines = [`${options.file}: ${found.selected} rows to ${options.baseUrl}, plant ${options.plantId}${device}.`];
  if (mapping !== undefined) {
    lines.push(`Columns: ${mapping.used.join(", ")}.`);
    if (mapping.unused.length > 0) lines.push(`Not sent: ${mapping.unused.join(", ")}.`);
    if (options.interval === undefined && mapping.intervalS === undefined) {
      lines.push(
        "Rows are sent as instants, which never earn credits: give --interval if they are means of intervals.",
      );
    }
  }
  if (found.outOfOrder > 0)
    lines.push(`${found.outOfOrder} rows are older than a row before them: those are judged without memory.`);
  if (resumedAt !== undefined) lines.push(`Going on after line ${resumedAt}, which an earlier run reached.`);
  return lines.join("\n");
}

/** What came of it, over all runs of this import. */
export function summary(tally: Tally, run: { readonly sent: number; readonly seconds: number }): string {
  const skipped = Object.entries(tally.skipped);
  const verdicts = ["APPROVED", "FLAGGED", "REJECTED"].map((status) => `${tally.verdicts[status] ?? 0} ${status}`);
  const rate =
    run.seconds > 0
      ? ` (${run.sent} in ${run.seconds.toFixed(1)} s: ${(run.sent / run.seconds).toFixed(0)} rows/s)`
      : "";
  return [
    `rows read   ${tally.rows}`,
    `sent        ${tally.sent}${rate}`,
    `duplicates  ${tally.duplicates}`,
    `skipped     ${skipped.map(([reason, n]) => `${n} with ${reason}`).join(", ") || 0}`,
    `refused     ${tally.refused}`,
    ...(tally.samples === undefined ? [] : [`samples     ${tally.samples}, judged with the records of their slots`]),
    `verdicts    ${verdicts.join(", ")}`,
    ...section(
      "Refused:",
      tally.refusals.map(({ line, detail }) => `line ${line}: ${detail}`),
      tally.refused,
    ),
    ...section("Not approved:", tally.findings.map(findingLine), notApproved(tally)),
    ...section(
      "By rule:",
      Object.entries(tally.rules).map(([rule, n]) => `${rule}: ${n}`),
    ),
  ].join("\n");
}

/** How to check a record by hand. */
export function checkHint(baseUrl: string, recordId: string): string {
  return [
    "Check one by its proof, with the key in HYDRO_API_KEY:",
    `  curl -s -H "Authorization: Bearer $HYDRO_API_KEY" ${baseUrl}/api/v1/records/${recordId}/proof |`,
    `    curl -s -H 'Content-Type: application/json' -d @- ${baseUrl}/api/v1/verify`,
  ].join("\n");
}

function notApproved(tally: Tally): number {
  return Object.entries(tally.verdicts).reduce((sum, [status, n]) => sum + (status === "APPROVED" ? 0 : n), 0);
}

function findingLine({ line, timestamp, status, trustScore, recordId, reasons }: Finding): string {
  const why = reasons.map(({ rule, detail }) => `\n    ${rule}: ${detail}`).join("");
  return `line ${line}: ${timestamp} ${status} ${trustScore.toFixed(4)} ${recordId}${why}`;
}

function section(title: string, lines: readonly string[], all = lines.length): string[] {
  if (lines.length === 0) return [];
  const more = all > lines.length ? [`  and ${all - lines.length} more`] : [];
  return ["", title, ...lines.map((line) => `  ${line}`), ...more];
}
