import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "@hono/zod-openapi";
import { html, json, page, wantsHtml, whole } from "./answers.ts";
import { forAll } from "./compress.ts";
import { tagOf } from "./conditional.ts";
import { failures, hidden, type Operation, open } from "./operation.ts";
import { snippetPages } from "./snippets.page.ts";

/** The pages around the API: Swagger UI from the installed package, so that they work without the internet. */

const assets = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
} as const;
type AssetName = keyof typeof assets;

const assetFolder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

/** What is the same for all who are being sent it, however slowly they read: it is large, and anybody may ask. */
type Content = { readonly bytes: Uint8Array<ArrayBuffer>; readonly tag: string };
const contentOf = (bytes: Uint8Array<ArrayBuffer>): Content => ({ bytes: forAll(bytes), tag: tagOf(bytes) });

const loaded = new Map<AssetName, Content>();

/** Only what could be read is kept: without a file descriptor to spare it is read at the next call. */
async function asset(name: AssetName): Promise<Content> {
  const content = loaded.get(name) ?? contentOf(await readFile(join(assetFolder, name)));
  loaded.set(name, content);
  return content;
}

/** Swagger UI sets style attributes and shows icons as data URLs; scripts come from here only, none inline. */
const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Swagger UI's own colours hold 2 to 4 against their ground; these at least 4.5 (WCAG 2.2, 1.4.3). */
const docsStyle = `
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1560a8; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #17703f; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8f5300; }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #0f6b64; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
.swagger-ui .info .title small { background: #56606e; }
.swagger-ui .info .title small.version-stamp { background: #3f6b00; }
.swagger-ui .info a, .swagger-ui .info .link { color: #1f5fbf; }
.swagger-ui .btn.authorize { border-color: #17703f; color: #17703f; }
.swagger-ui .btn.authorize svg { fill: #17703f; }
.swagger-ui .btn.execute { background: #1560a8; border-color: #1560a8; }
.swagger-ui .btn.cancel { border-color: #b3261e; color: #b3261e; }
.swagger-ui .json-schema-2020-12-expand-deep-button, .swagger-ui .json-schema-2020-12-accordion + button { color: #505050; }
.swagger-ui .json-schema-2020-12__constraint { background: #7a4a00; }
.swagger-ui .microlight span[style*="rgb(211, 99, 99)"] { color: #ff9d9d !important; }
`;

const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hydro MRV Gateway: API</title>
<link rel="icon" type="image/png" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="stylesheet" href="docs/start.css">
</head>
<body>
<p><a href="docs/snippets">Examples in curl, TypeScript, Python and Java</a></p>
<noscript><p>The description of every call is drawn by a script, which this browser does not run. It is all in <a href="openapi.json">the OpenAPI document</a>; <a href="problems">every problem</a> has a page without one.</p></noscript>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

/** No validator badge: it would call a server outside. */
const startScript = `SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

const getDocs = open(hidden("/docs"), (_deps, { c }) => {
  c.header("Content-Security-Policy", docsPolicy);
  return html(c, docsPage);
});

const getStartScript = open(hidden("/docs/start.js"), (_deps, { c }) =>
  c.body(startScript, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
);

const getStartStyle = open(hidden("/docs/start.css"), (_deps, { c }) =>
  c.body(docsStyle, 200, { "Content-Type": "text/css; charset=utf-8" }),
);

const getAsset = open(
  {
    ...hidden("/docs/{file}"),
    request: { params: z.object({ file: z.enum(Object.keys(assets) as [AssetName, ...AssetName[]]) }) },
  },
  async (_deps, { c, params: { file } }) => {
    const { bytes, tag } = await asset(file);
    const headers = { "Content-Type": assets[file], "Cache-Control": "public, max-age=3600" };
    return whole(c, bytes, 200, { ...headers, ETag: tag });
  },
);

const landingLinks = {
  docs: "/docs",
  examples: "/docs/snippets",
  openapi: "/openapi.json",
  retirements: "/retirements",
  problems: "/problems",
  health: "/health/ready",
  metrics: "/metrics",
} as const;

const landing = open(hidden("/"), (_deps, { c }) => {
  const name = "Hydro MRV Gateway";
  if (!wantsHtml(c)) return json(c, { name, links: landingLinks });
  const items = Object.entries(landingLinks).map(([label, path]) => `<li><a href="${path.slice(1)}">${label}</a></li>`);
  return html(
    c,
    page(name, `<p>Readings of hydropower plants, judged, stored and anchored.</p>\n<ul>\n${items.join("\n")}\n</ul>`),
  );
});

/** The document is handed in: it describes these very operations too. */
export function docsOperations(documentText: () => string): readonly Operation[] {
  let kept: { readonly text: string; readonly content: Content } | undefined;
  const documentContent = () => {
    const text = documentText();
    if (kept?.text !== text) kept = { text, content: contentOf(Buffer.from(text)) };
    return kept.content;
  };
  const getDocument = open(
    {
      method: "get",
      path: "/openapi.json",
      operationId: "getOpenApi",
      tags: ["Operation"],
      summary: "This document",
      description: "OpenAPI 3.1, made from the routes themselves.",
      responses: {
        200: {
          description: "The document",
          content: {
            "application/json": { schema: z.looseObject({ openapi: z.string() }), example: { openapi: "3.1.0" } },
          },
        },
        ...failures("internal"),
      },
    },
    (_deps, { c }) => {
      const { bytes, tag } = documentContent();
      return whole(c, bytes, 200, { "Content-Type": "application/json", ETag: tag });
    },
  );
  return [landing, getDocs, getStartScript, getStartStyle, ...snippetPages, getAsset, getDocument];
}
