import { escaped } from "./answers.ts";
import { frame, linked, list, networkNote, type Row } from "./sheet.page.ts";
import type { RetirementAnswer } from "./units.schemas.ts";

/** One retirement for people: made to be read on a phone, saved and printed. */
export function retirementPage(retirement: RetirementAnswer): string {
  const { state, tonnes, rulebook, vintage, beneficiary } = retirement;
  const { short, how } = endings[state];
  const what = `${tonnes} tCO2e issued under ${rulebook}, vintage ${vintage}, ${short}`;
  return frame(
    what,
    [
      `<p class="label">${escaped(retirement.label)}</p>`,
      `<h1>${escaped(tonnes)} tCO2e</h1>`,
      `<p class="of">issued under ${escaped(rulebook)}, vintage ${vintage}, ${how}</p>`,
      networkNote(retirement.network),
      `<p class="for">on behalf of</p>`,
      `<p class="who">${user(beneficiary.name)}</p>`,
      list([
        ["Id of the beneficiary", beneficiary.id && user(beneficiary.id)],
        ["Country", beneficiary.country && escaped(beneficiary.country)],
        ["Reason", user(retirement.reason)],
        ["Period of use", retirement.use_period && period(retirement.use_period)],
        ["Ordered", time(retirement.ordered_at)],
        ["Retired", retirement.retired_at && time(retirement.retired_at)],
        ["Not retired", retirement.failed_at && time(retirement.failed_at)],
        ["Why not", retirement.failure && escaped(retirement.failure)],
      ]),
      `<h2>On the ledger</h2>`,
      list(ledgerRows(retirement)),
      `<h2>Check it</h2>`,
      state === "failed"
        ? `<p>No transaction of the ledger has the SHA-256 of this statement as its memo:</p>`
        : `<p>The transaction's memo is the SHA-256 of this statement, byte for byte:</p>`,
      `<pre>${user(retirement.statement)}</pre>`,
      `<p>SHA-256 <code>${escaped(retirement.statement_sha256)}</code></p>`,
      `<p>The units were minted under the memo <code>${escaped(retirement.issued_under)}</code>, the SHA-256 of the monitoring statement that an accredited verifier has signed.</p>`,
      `<p>What is retired is out of circulation for good and can be neither moved nor retired again. It is no credit of any programme.</p>`,
      `<p><a href="${escaped(`..${retirement.links.self}`)}">The same as JSON</a> &middot; <a href="../retirements">All retirements</a></p>`,
    ].join("\n"),
  );
}

const endings = {
  ordered: { short: "to be retired", how: "ordered to be retired; the ledger has not done it yet" },
  done: { short: "retired", how: "retired" },
  failed: { short: "not retired", how: "ordered to be retired, and not retired: the ledger never will" },
} as const;

function ledgerRows(retirement: RetirementAnswer): Row[] {
  const { transaction_id: transactionId, method, account_id: accountId, state } = retirement;
  const how = method === "burn" ? "burnt" : `moved to the retirement account ${escaped(accountId ?? "")}`;
  return [
    ["How", state === "failed" ? "not at all" : how],
    ["Transaction", transactionId && linked(transactionId, retirement.hashscan_url)],
    ["Token", linked(retirement.token_id, retirement.token_url)],
    ["Units", `${escaped(retirement.units)} of ${escaped(retirement.unit_g)} g CO2e`],
    ["Network", escaped(retirement.network)],
  ];
}

/** What was retired, newest first, one page of it. */
export function retirementListPage(retirements: readonly RetirementAnswer[], nextCursor: string | undefined): string {
  const items = retirements.map(
    ({ retirement_id, tonnes, rulebook, vintage, beneficiary, retired_at }) =>
      `<li><a href="retirements/${escaped(retirement_id)}"><strong>${escaped(tonnes)} tCO2e</strong></a><br>${user(beneficiary.name)}<br>issued under ${escaped(rulebook)}, vintage ${vintage}, retired ${time(retired_at ?? "")}</li>`,
  );
  return frame(
    "Retirements",
    [
      `<h1>Retirements</h1>`,
      networkNote(retirements[0]?.network ?? ""),
      items.length === 0 ? "<p>Nothing was retired yet.</p>" : `<ul class="list">\n${items.join("\n")}\n</ul>`,
      nextCursor === undefined ? "" : `<p><a href="retirements?cursor=${escaped(nextCursor)}">Earlier ones</a></p>`,
    ].join("\n"),
  );
}

/** What somebody has written: it cannot turn the text around it. */
const user = (text: string): string => `<bdi>${escaped(text)}</bdi>`;

const period = ({ from, to }: { readonly from: string; readonly to: string }) => `${escaped(from)} to ${escaped(to)}`;

const time = (at: string) => `<time datetime="${escaped(at)}">${escaped(at.slice(0, 16).replace("T", " "))} UTC</time>`;
