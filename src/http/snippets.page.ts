import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { escaped, html, page } from "./answers.ts";
import { hidden, type Operation, open } from "./operation.ts";

/** The snippets of `docs/snippets`, as they run: each main task in curl and the three SDKs. */

/** Only this page's own style may act. A long line of an example scrolls by itself, not the page with it. */
const style = "pre { overflow-x: auto; } code { overflow-wrap: anywhere; }";
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'`;

const folder = new URL("../../docs/snippets/", import.meta.url);

export const snippetTasks = {
  "first-reading": "Send a first reading",
  batch: "Send many readings",
  query: "Read what is on record",
  proof: "Check a record's proof",
  period: "Close a monitoring period",
  webhook: "Receive and check a webhook",
} as const;

export const snippetLanguages = { sh: "curl", ts: "TypeScript", py: "Python", java: "Java" } as const;

/** What every snippet asks for, as far as its task takes it. */
const usual: ReadonlySet<string> = new Set(["HYDRO_URL", "HYDRO_API_KEY", "HYDRO_PLANT_ID", "HYDRO_DEVICE_ID"]);

/** Settings that a snippet reads beside the usual ones: without most of them it ends at once. */
function moreSettings(text: string): string {
  const names = new Set(text.match(/\bHYDRO_[A-Z_]+\b/g));
  const more = [...names].filter((name) => !usual.has(name)).map((name) => `<code>${name}</code>`);
  return more.length === 0 ? "" : `<p>Also reads ${more.join(", ")}.</p>\n`;
}

async function sectionOf([task, title]: [string, string]): Promise<string> {
  const blocks = Object.entries(snippetLanguages).map(async ([extension, language]) => {
    const text = await readFile(new URL(`${task}.${extension}`, folder), "utf8");
    return `<details${extension === "sh" ? " open" : ""}><summary>${language}</summary>\n${moreSettings(text)}<pre><code>${escaped(text)}</code></pre></details>`;
  });
  return `<h2 id="${task}">${escaped(title)}</h2>\n${(await Promise.all(blocks)).join("\n")}`;
}

const getSnippets = open(hidden("/docs/snippets"), async (_deps, { c }) => {
  const sections = await Promise.all(Object.entries(snippetTasks).map(sectionOf));
  const links = Object.entries(snippetTasks).map(
    ([task, title]) => `<li><a href="#${task}">${escaped(title)}</a></li>`,
  );
  const intro = `<p>Each runs as it stands, with <code>HYDRO_URL</code>, <code>HYDRO_API_KEY</code>, <code>HYDRO_PLANT_ID</code> and <code>HYDRO_DEVICE_ID</code> set, and what it says beside them. The SDKs are in the folder <code>sdk-gen</code>; every call is described at <a href="../docs">/docs</a>.</p>`;
  c.header("Content-Security-Policy", policy);
  return html(
    c,
    page("Examples", `<style>${style}</style>\n${intro}\n<ul>\n${links.join("\n")}\n</ul>\n${sections.join("\n")}`),
  );
});

export const snippetPages: readonly Operation[] = [getSnippets];
