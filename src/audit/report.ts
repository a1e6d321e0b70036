import type { BrokenLink, Finding } from "./findings.ts";

/** What an audit found, as it grows. */
export type Report = {
  /** What was audited, for people. */
  subject: string;
  /** What the audit started from without proof. */
  readonly taken: string[];
  readonly findings: Finding[];
  readonly notProven: string[];
};

/** What no chain proves of its times. */
export const acceptedWord =
  "when a record was accepted: its received_at is the gateway's word, the ledger shows by when it was there";

/** Of steps that name transactions, whoever reads the chain alone; `which` of them. */
export const ledgerWord = (which: string) =>
  `that the transactions which ${which} name are on the ledger and did what the steps say: look each up on a mirror by its id; its memo is the digest that the step names`;

export type Ending =
  | { readonly kind: "finished" }
  | { readonly kind: "broken"; readonly link: BrokenLink }
  | { readonly kind: "unavailable"; readonly reason: string };

export type Result = "holds" | "broken" | "incomplete";

export function resultOf({ findings }: Report, ending: Ending): Result {
  if (ending.kind === "broken") return "broken";
  return ending.kind === "unavailable" || findings.some(({ state }) => state === "unchecked") ? "incomplete" : "holds";
}

export const exitCodes: Readonly<Record<Result, number>> = { holds: 0, broken: 1, incomplete: 3 };

export function reportJson(report: Report, ending: Ending): string {
  const broken = ending.kind === "broken" ? { check: ending.link.check, detail: ending.link.message } : null;
  const { subject, taken, findings, notProven } = report;
  const unavailable = ending.kind === "unavailable" ? ending.reason : null;
  const result = resultOf(report, ending);
  return JSON.stringify(
    { result, subject, broken, unavailable, checks: findings, taken, not_proven: notProven },
    null,
    2,
  );
}

const marks: Readonly<Record<Finding["state"], string>> = { ok: "ok  ", note: "note", unchecked: "????" };

export function reportText(report: Report, ending: Ending): string {
  const lines = [`Audit of ${report.subject}`, ""];
  if (report.taken.length > 0) lines.push("Started from", ...report.taken.map((line) => `  - ${line}`), "");
  lines.push(...report.findings.map(({ check, state, detail }) => `${marks[state]}  ${check.padEnd(14)}  ${detail}`));
  if (ending.kind === "broken") lines.push(`BROKEN  ${ending.link.check}: ${ending.link.message}`);
  if (ending.kind === "unavailable") lines.push(`????  ${ending.reason}`);
  if (report.notProven.length > 0 && ending.kind === "finished") {
    lines.push("", "Not proven by this", ...report.notProven.map((line) => `  - ${line}`));
  }
  return [...lines, "", verdict(report, ending), ""].join("\n");
}

function verdict(report: Report, ending: Ending): string {
  const held = report.findings.filter(({ state }) => state === "ok").length;
  switch (resultOf(report, ending)) {
    case "holds":
      return `HOLDS: ${held} checks, nothing broken.`;
    case "broken":
      return "BROKEN: the first broken link stands above; what comes after it was not checked.";
    case "incomplete":
      return `INCOMPLETE: ${held} checks hold and nothing was found broken, but not everything could be checked.`;
  }
}
