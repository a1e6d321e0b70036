import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { makeBundle, type OpenBundle, openBundle, openInvitedBundle } from "../audit/bundle/seal.ts";
import type { Bundle } from "../audit/bundle/store.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { json } from "./answers.ts";
import type { HttpDeps } from "./deps.ts";
import { invitationParams } from "./invitations.routes.ts";
import { type Env, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { periodParams } from "./periods.schemas.ts";
import { downloaded } from "./record-lines.ts";

const onePeriod = "/api/v1/plants/{plant_id}/periods/{period_id}";

const bundleSchema = z
  .strictObject({
    bundle_no: z.int(),
    statement_no: z.int(),
    first_seq: z.int(),
    last_seq: z.int(),
    size: z.string().openapi({ description: "Bytes of the archive" }),
    sha256: z.string().openapi({ description: "Of the archive; the record below holds the same" }),
    record_id: z.string(),
    created_at: z.string(),
    links: z.strictObject({ bundle: z.string(), proof: z.string() }),
  })
  .openapi("Bundle");

const example = {
  bundle_no: 1,
  statement_no: 1,
  first_seq: 1,
  last_seq: 8714,
  size: "16543232",
  sha256: "9f2c1b7c1c0f5b0f0e0d7a7e8b4b7f8a1d3c5e7f9a0b2c4d6e8f00112233aabb",
  record_id: "rec_5f2rkq0v9c8hxw3n7d1ytbgm4e",
  created_at: "2026-04-03T09:00:00.000Z",
  links: {
    bundle: "/api/v1/plants/PLANT-HP-001/periods/per_5f2rkq0v9c8hxw3n7d1ytbgm4e/bundle",
    proof: "/api/v1/records/rec_5f2rkq0v9c8hxw3n7d1ytbgm4e/proof",
  },
};
const content = { "application/json": { schema: bundleSchema, example } };
const archiveHeaders = {
  "Content-Disposition": { description: "`attachment` with a name for the file", schema: { type: "string" } },
  "Repr-Digest": { description: "`sha-256=:…:` of the archive (RFC 9530)", schema: { type: "string" } },
} as const;
const archiveContent = {
  "application/x-tar": { schema: z.string().openapi({ format: "binary" }), example: "(a POSIX ustar archive)" },
};

const postBundle = secured(
  {
    method: "post",
    path: `${onePeriod}/bundles`,
    operationId: "makePeriodBundle",
    tags: ["Periods"],
    summary: "Make the evidence bundle of a closed period",
    description:
      "Of its newest statement, as far as its issuance has got: one archive from which anybody recomputes verdicts, figures and mint without us (docs/bundle.md). Its SHA-256 is appended to the plant's chain. Before the next step of the issuance the same bundle is given again (200). 409 while the newest step is on its way to the ledger.",
    request: { params: periodParams },
    responses: {
      200: { description: "It was made before", content },
      201: {
        description: "Made",
        headers: { Location: { description: "Where it is", schema: { type: "string" } } },
        content,
      },
      ...failures("not-found", "not-anchored-yet", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, period_id } }) => {
    const { bundle, repeated } = await makeBundle(deps.bundles, actor, plant_id, period_id);
    const answer = bundleAnswer(bundle);
    return repeated ? json(c, answer) : json(c, answer, 201, { Location: answer.links.bundle });
  },
);

const getBundle = secured(
  {
    method: "get",
    path: `${onePeriod}/bundle`,
    operationId: "getPeriodBundle",
    tags: ["Periods"],
    summary: "Get a period's newest evidence bundle",
    description:
      "The same bytes every time. `Repr-Digest` (RFC 9530) holds their SHA-256. Check it with `npm run audit -- bundle FILE`.",
    request: { params: periodParams },
    responses: {
      200: { description: "The archive", headers: archiveHeaders, content: archiveContent },
      ...failures("not-found", "too-much-in-work", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, period_id } }) =>
    sent(deps, c, await openBundle(deps.bundles, actor, plant_id, period_id)),
);

const getInvited = secured(
  {
    method: "get",
    path: "/api/v1/invitations/{invitation_id}/bundle",
    operationId: "getInvitedBundle",
    tags: ["Issuance"],
    summary: "Get the newest evidence bundle of the period you are invited to",
    description:
      "As its own organisation gets it. Beside the period it holds the records back to the closing from which everything can be recomputed.",
    request: { params: invitationParams },
    responses: {
      200: { description: "The archive", headers: archiveHeaders, content: archiveContent },
      ...failures("not-found", "too-much-in-work", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { invitation_id } }) =>
    sent(deps, c, await openInvitedBundle(deps.bundles, actor, invitation_id)),
);

function sent(deps: HttpDeps, c: Context<Env>, { bundle, read }: OpenBundle): Response {
  const name = `${bundle.plantId}-${bundle.periodId}-${bundle.bundleNo}.tar`;
  return c.body(downloaded(deps, c, read()), 200, {
    "Content-Type": "application/x-tar",
    "Content-Length": String(bundle.size),
    "Content-Disposition": `attachment; filename="${name}"`,
    "Repr-Digest": `sha-256=:${Buffer.from(bundle.sha256).toString("base64")}:`,
  });
}

function bundleAnswer(bundle: Bundle) {
  return {
    bundle_no: bundle.bundleNo,
    statement_no: bundle.statementNo,
    first_seq: Number(bundle.firstSeq),
    last_seq: Number(bundle.lastSeq),
    size: String(bundle.size),
    sha256: bytesToHex(bundle.sha256),
    record_id: bundle.recordId,
    created_at: bundle.createdAt.toISOString(),
    links: {
      bundle: `/api/v1/plants/${bundle.plantId}/periods/${bundle.periodId}/bundle`,
      proof: `/api/v1/records/${bundle.recordId}/proof`,
    },
  };
}

export const bundleOperations: readonly Operation[] = [postBundle, getBundle, getInvited];
