import { z } from "@hono/zod-openapi";
import { listAccreditations } from "../issuance/accreditations.ts";
import type { EnergyClaim } from "../issuance/claim-store.ts";
import { listClaims, recordClaim } from "../issuance/claims.ts";
import { listClashes } from "../issuance/meter-serials.ts";
import { bytesToHex } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { json } from "./answers.ts";
import * as examples from "./issuances.examples.ts";
import {
  accreditationPageSchema,
  claimBody,
  claimPageSchema,
  claimSchema,
  clashPageSchema,
} from "./issuances.schemas.ts";
import { bodyFailures, failures, keyFailures, type Operation, open, secured } from "./operation.ts";
import { paged, pageHeaders, pageOf, pageParameters, pageQuery } from "./pages.ts";
import { plantParams } from "./periods.schemas.ts";

const [accredited, claimed, clashes] = ["accreditations", "claims", "meter clashes"];

const getAccreditations = open(
  {
    method: "get",
    path: "/api/v1/accreditations",
    operationId: "listAccreditations",
    tags: ["Issuance"],
    summary: "List who may verify and issue, by key",
    description:
      "Public: rulebook, role, public key and validity of every accreditation the registrar of this gateway has given. Each is a record of the registrar's chain and a leaf of the log. Who holds it is told by its holder, and by the evidence of what was issued under it.",
    request: {
      query: z.strictObject({ rulebook: z.string().min(1).max(64).optional(), ...pageParameters(accredited) }),
    },
    responses: {
      200: {
        description: "One page, oldest first",
        headers: pageHeaders,
        content: { "application/json": { schema: accreditationPageSchema, example: examples.accreditationPage } },
      },
      ...failures("invalid-request", "storage-unavailable", "internal"),
    },
  },
  async (deps, { c, query: { rulebook, ...query } }) => {
    const now = deps.clock.nowMs();
    const found = await listAccreditations(deps.plants, rulebook);
    const page = pageOf(accredited, found, (one) => [one.createdAt.toISOString(), one.accreditationId], query);
    const items = page.items.map((one) => ({
      accreditation_id: one.accreditationId,
      role: one.role,
      rulebook: one.rulebook,
      public_key: bytesToHex(one.publicKey),
      valid_from: one.validFrom.toISOString(),
      valid_to: one.validTo.toISOString(),
      withdrawn_at: one.withdrawn?.at.toISOString() ?? null,
      stands: one.withdrawn === null && one.validFrom.getTime() <= now && now < one.validTo.getTime(),
      record_id: one.recordId,
      commitment: bytesToHex(one.commitment),
    }));
    return paged(c, items, page.cursor);
  },
);

const claimContent = { "application/json": { schema: claimSchema, example: examples.claim } };

const postClaim = secured(
  {
    method: "post",
    path: "/api/v1/plants/{plant_id}/claims",
    operationId: "recordClaim",
    tags: ["Issuance"],
    summary: "Record that MWh were claimed under another programme",
    description:
      "Certificates such as I-REC(E), or credits elsewhere, for whole local days of a plant: a record of its chain. What is claimed is not issued here, and a request that waits for it is void; what is issued here, or on its way, cannot be claimed any more (422 with `rule` and `clause`). The same claim again answers 200; one of other days or energy under the same `reference` and `from` is refused (409). Only the registrar takes one back.",
    request: {
      params: plantParams,
      body: { required: true, content: { "application/json": { schema: claimBody, example: examples.newClaim } } },
    },
    responses: {
      200: { description: "Recorded already", content: claimContent },
      201: { description: "Recorded", content: claimContent },
      ...failures(...bodyFailures, "not-found", "already-exists", "rule-violated", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, body }) => {
    const { energy_wh, ...claim } = body;
    const energyWh = energy_wh === undefined ? null : BigInt(energy_wh);
    const made = await recordClaim(deps.plants, actor, plant_id, { ...claim, energyWh });
    return json(c, claimAnswer(plant_id, made), made.created ? 201 : 200);
  },
);

const getClaims = secured(
  {
    method: "get",
    path: "/api/v1/plants/{plant_id}/claims",
    operationId: "listClaims",
    tags: ["Issuance"],
    summary: "List what of a plant was claimed under other programmes",
    description:
      "In the order of their days, those that were taken back included. Follow `next_cursor`, or the Link header.",
    request: { params: plantParams, query: pageQuery(claimed) },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: { "application/json": { schema: claimPageSchema, example: examples.claimPage } },
      },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id }, query }) => {
    const found = await listClaims(deps.plants, actor, plant_id);
    const page = pageOf(claimed, found, ({ fromMs, claimId }) => [isoFromMs(fromMs), claimId], query);
    return paged(
      c,
      page.items.map((claim) => claimAnswer(plant_id, claim)),
      page.cursor,
    );
  },
);

function claimAnswer(plantId: string, claim: EnergyClaim) {
  const { withdrawn } = claim;
  return {
    claim_id: claim.claimId,
    plant_id: plantId,
    scheme: claim.scheme,
    reference: claim.reference,
    from_at: isoFromMs(claim.fromMs),
    to_at: isoFromMs(claim.toMs),
    energy_wh: claim.energyWh === null ? null : String(claim.energyWh),
    created_at: claim.createdAt.toISOString(),
    record_id: claim.recordId,
    withdrawn: withdrawn && {
      at: withdrawn.at.toISOString(),
      reason: withdrawn.reason,
      record_id: withdrawn.recordId,
    },
  };
}

const getClashes = secured(
  {
    method: "get",
    path: "/api/v1/registrar/meter-clashes",
    operationId: "listMeterClashes",
    tags: ["Issuance"],
    summary: "List meters that were registered at two plants",
    description:
      "For the registrar only: it names plants of several organisations. The decision is made on the gateway's machine (`npm run admin -- clash resolve`).",
    request: { query: pageQuery(clashes) },
    responses: {
      200: {
        description: "One page, oldest first",
        headers: pageHeaders,
        content: { "application/json": { schema: clashPageSchema, example: examples.clashPage } },
      },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const plantOf = ({ orgId, plantId }: { orgId: string; plantId: string }) => ({
      organisation: orgId,
      plant_id: plantId,
    });
    const found = await listClashes(deps.plants, actor);
    const page = pageOf(clashes, found, ({ raisedAt, clashId }) => [raisedAt.toISOString(), clashId], query);
    const items = page.items.map(({ resolved, ...clash }) => ({
      clash_id: clash.clashId,
      serial: clash.serial,
      claimant: plantOf(clash.claimant),
      holder: plantOf(clash.holder),
      days: clash.days && { from_at: isoFromMs(clash.days.fromMs), to_at: isoFromMs(clash.days.toMs) },
      raised_at: clash.raisedAt.toISOString(),
      resolved: resolved && {
        meter_of: resolved.as,
        reason: resolved.reason,
        at: resolved.at.toISOString(),
        record_id: resolved.recordId,
      },
    }));
    return paged(c, items, page.cursor);
  },
);

export const registrarOperations: readonly Operation[] = [getAccreditations, postClaim, getClaims, getClashes];
