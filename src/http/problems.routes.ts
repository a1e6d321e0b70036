import { z } from "@hono/zod-openapi";
import { type FaultCode, faultCodes } from "../kernel/fault.ts";
import { escaped, html, htmlExample, json, page, wantsHtml } from "./answers.ts";
import { failures, type Operation, open } from "./operation.ts";
import { problemKinds } from "./problem-kinds.ts";

const htmlMedia = { schema: z.string(), example: htmlExample };

const kindSchema = z
  .object({
    type: z.string(),
    code: z.enum(faultCodes),
    status: z.int(),
    title: z.string(),
    meaning: z.string(),
    remedy: z.string(),
  })
  .meta({ id: "ProblemKind" });

type ProblemEntry = z.infer<typeof kindSchema>;

function entry(publicUrl: string, code: FaultCode): ProblemEntry {
  return { type: `${publicUrl}/problems/${code}`, code, ...problemKinds[code] };
}

const example = entry("https://gateway.example", "invalid-request");

const listProblems = open(
  {
    method: "get",
    path: "/problems",
    operationId: "listProblems",
    tags: ["Problems"],
    summary: "List every problem type",
    description: "The stable `type` URIs of this API's errors (RFC 9457). A page for browsers, JSON otherwise.",
    responses: {
      200: {
        description: "The catalogue",
        content: {
          "application/json": { schema: z.object({ items: z.array(kindSchema) }), example: { items: [example] } },
          "text/html": htmlMedia,
        },
      },
      ...failures("internal"),
    },
  },
  (deps, { c }) => {
    const items = faultCodes.map((code) => entry(deps.publicUrl(), code));
    if (!wantsHtml(c)) return json(c, { items });
    const rows = items.map(
      ({ code, status, title }) => `<li>${status} <a href="problems/${code}">${code}</a>: ${escaped(title)}</li>`,
    );
    return html(c, page("Problems", `<ul>\n${rows.join("\n")}\n</ul>`));
  },
);

const getProblem = open(
  {
    method: "get",
    path: "/problems/{code}",
    operationId: "getProblem",
    tags: ["Problems"],
    summary: "Explain one problem type",
    description: "What it means and what to do. A page for browsers, JSON otherwise.",
    request: { params: z.object({ code: z.enum(faultCodes).meta({ example: "invalid-request" }) }) },
    responses: {
      200: {
        description: "The problem type",
        content: {
          "application/json": { schema: kindSchema, example },
          "text/html": htmlMedia,
        },
      },
      ...failures("not-found", "internal"),
    },
  },
  (deps, { c, params }) => {
    const kind = entry(deps.publicUrl(), params.code);
    if (!wantsHtml(c)) return json(c, kind);
    const facts = `<p>Status ${kind.status}, <code>${kind.code}</code></p>`;
    const on = `<p><a href="../problems">All problems</a> &middot; <a href="../docs">The calls</a> &middot; <a href="..">Start</a></p>`;
    return html(
      c,
      page(kind.title, `${facts}\n<p>${escaped(kind.meaning)}</p>\n<p>${escaped(kind.remedy)}</p>\n${on}`),
    );
  },
);

export const problemOperations: readonly Operation[] = [listProblems, getProblem];
