import { createHash } from "node:crypto";
import { escaped } from "./answers.ts";

/** Sheets about one thing on the ledger, for everybody: made to be read on a phone, saved and printed. */

/** Only a sheet's own style may act: no script, nothing from elsewhere. */
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

/** Lets a browser apply the style of a sheet and nothing else. */
export const sheetPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const notes: ReadonlyMap<string, string> = new Map([
  ["local", "This gateway keeps its ledger on its own machine: what stands here proves nothing to others."],
  ["testnet", "This is on Hedera's testnet, a ledger for trying out that may be emptied."],
  ["previewnet", "This is on Hedera's previewnet, a ledger for trying out that may be emptied."],
]);

/** What a reader has to know of a ledger that proves less than it looks; empty for the public one. */
export function networkNote(network: string): string {
  const text = notes.get(network);
  return text === undefined ? "" : `<p class="note">${escaped(text)}</p>`;
}

export function frame(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main>
${body}
</main></body>
</html>
`;
}

export type Row = readonly [name: string, html: string | null];

/** Rows without a value are left out. */
export function list(rows: readonly Row[]): string {
  const shown = rows.filter(([, html]) => html !== null && html !== "");
  return `<dl>\n${shown.map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`).join("\n")}\n</dl>`;
}

export const linked = (text: string, url: string | null): string =>
  url === null
    ? `<code>${escaped(text)}</code>`
    : `<a href="${escaped(url)}" rel="noreferrer"><code>${escaped(text)}</code></a>`;
