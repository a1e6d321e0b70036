import { createHash } from "node:crypto";
import { escaped } from "./answers.ts";
import type { RetirementAnswer } from "./units.schemas.ts";

/** Only this page's own style may act: no script, nothing from elsewhere. */
const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 42rem; padding: 1.25rem 1rem 3rem; }
h1 { font-size: 1.9rem; line-height: 1.15; margin: .75rem 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.label { display: inline-block; border: 2px solid currentColor; border-radius: .3rem; padding: .1rem .6rem; font-size: .8rem; font-weight: 700; letter-spacing: .03em; text-transform: uppercase; }
.of { margin: 0 0 1.25rem; }
.for { margin: 0; } .who { font-size: 1.25rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
dl { margin: 0; } dt { font-size: .8rem; opacity: .75; margin-top: .75rem; } dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere; } pre { white-space: pre-wrap; border: 1px solid; border-radius: .3rem; padding: .6rem; margin: .5rem 0; }
.note { border-left: 4px solid; padding: .1rem 0 .1rem .8rem; }
ul.list { list-style: none; margin: 1rem 0; padding: 0; } ul.list li { border-top: 1px solid; padding: .75rem 0; overflow-wrap: anywhere; }
ul.list strong { font-size: 1.15rem; }
@media print { body { max-width: none; padding: 0; } }
`;

/** Lets a browser apply the style of these pages and nothing else. */
export const retirementPagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const isLocal = ({ network }: RetirementAnswer) => network === "local";

const localNote = `<p class="note">This gateway keeps its ledger on its own machine: what stands here proves nothing to others.</p>`;

/** One retirement for people: made to be read on a phone, saved and printed. */
export function retirementPage(retirement: RetirementAnswer): string {
  const { state, tonnes, rulebook, vintage, beneficiary } = retirement;
  const isDone = state === "done";
  const what = `${tonnes} tCO2e issued under ${rulebook}, vintage ${vintage}, ${isDone ? "retired" : "to be retired"}`;
  const how = isDone ? "retired" : "ordered to be retired; the ledger has not done it yet";
  return frame(
    what,
    [
      `<p class="label">${escaped(retirement.label)}</p>`,
      `<h1>${escaped(tonnes)} tCO2e</h1>`,
      `<p class="of">issued under ${escaped(rulebook)}, vintage ${vintage}, ${how}</p>`,
      `<p class="for">on behalf of</p>`,
      `<p class="who">${user(beneficiary.name)}</p>`,
      list([
        ["Id of the beneficiary", beneficiary.id && user(beneficiary.id)],
        ["Country", beneficiary.country && escaped(beneficiary.country)],
        ["Reason", user(retirement.reason)],
        ["Period of use", retirement.use_period && period(retirement.use_period)],
        ["Ordered", time(retirement.ordered_at)],
        ["Retired", retirement.retired_at && time(retirement.retired_at)],
      ]),
      `<h2>On the ledger</h2>`,
      isLocal(retirement) ? localNote : "",
      list(ledgerRows(retirement)),
      `<h2>Check it</h2>`,
      `<p>The transaction's memo is the SHA-256 of this statement, byte for byte:</p>`,
      `<pre>${user(retirement.statement)}</pre>`,
      `<p>SHA-256 <code>${escaped(retirement.statement_sha256)}</code></p>`,
      `<p>The units were minted under the memo <code>${escaped(retirement.issued_under)}</code>, the SHA-256 of the monitoring statement that an accredited verifier has signed.</p>`,
      `<p>What is retired is out of circulation for good and can be neither moved nor retired again. It is no credit of any programme.</p>`,
      `<p><a href="${escaped(`..${retirement.links.self}`)}">The same as JSON</a> &middot; <a href="../retirements">All retirements</a></p>`,
    ].join("\n"),
  );
}

function ledgerRows(retirement: RetirementAnswer): Row[] {
  const { transaction_id: transactionId, method, account_id: accountId } = retirement;
  return [
    ["How", method === "burn" ? "burnt" : `moved to the retirement account ${escaped(accountId ?? "")}`],
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
      retirements.some(isLocal) ? localNote : "",
      items.length === 0 ? "<p>Nothing was retired yet.</p>" : `<ul class="list">\n${items.join("\n")}\n</ul>`,
      nextCursor === undefined ? "" : `<p><a href="retirements?cursor=${escaped(nextCursor)}">Earlier ones</a></p>`,
    ].join("\n"),
  );
}

function frame(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main>
${body}
</main></body>
</html>
`;
}

type Row = readonly [name: string, html: string | null];

/** Rows without a value are left out. */
function list(rows: readonly Row[]): string {
  const shown = rows.filter(([, html]) => html !== null && html !== "");
  return `<dl>\n${shown.map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`).join("\n")}\n</dl>`;
}

/** What somebody has written: it cannot turn the text around it. */
const user = (text: string): string => `<bdi>${escaped(text)}</bdi>`;

const linked = (text: string, url: string | null): string =>
  url === null
    ? `<code>${escaped(text)}</code>`
    : `<a href="${escaped(url)}" rel="noreferrer"><code>${escaped(text)}</code></a>`;

const period = ({ from, to }: { readonly from: string; readonly to: string }) => `${escaped(from)} to ${escaped(to)}`;

const time = (at: string) => `<time datetime="${escaped(at)}">${escaped(at.slice(0, 16).replace("T", " "))} UTC</time>`;
