import { z } from "@hono/zod-openapi";
import type { Invitation } from "../issuance/invitation-store.ts";
import {
  exportInvited,
  getInvitedStatement,
  getReceived,
  invite,
  listInvitations,
  listReceived,
  withdrawInvitation,
} from "../issuance/invitations.ts";
import { json, whole } from "./answers.ts";
import * as recordExamples from "./examples.ts";
import * as examples from "./issuances.examples.ts";
import { invitationBody, invitationId, invitationPageSchema, invitationSchema } from "./issuances.schemas.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";
import { periodAnswers } from "./periods.answers.ts";
import * as periodExamples from "./periods.examples.ts";
import { periodParams, periodSchema, statementParams, statementSchema } from "./periods.schemas.ts";
import { linesAnswer } from "./record-lines.ts";

const ofPeriod = "/api/v1/plants/{plant_id}/periods/{period_id}/invitations";
const received = "/api/v1/invitations";
const [ofOnePeriod, ofGuest] = ["invitations of a period", "invitations received"];
const placeOf = ({ createdAt, invitationId: id }: Invitation) => [createdAt.toISOString(), id];
const content = { "application/json": { schema: invitationSchema, example: examples.invitation } };
const listContent = { "application/json": { schema: invitationPageSchema, example: examples.invitationPage } };
export const invitationParams = z.object({ invitation_id: invitationId });

const postInvitation = secured(
  {
    method: "post",
    path: ofPeriod,
    operationId: "inviteToPeriod",
    tags: ["Issuance"],
    summary: "Invite another organisation to one period",
    description:
      "The owner lets an organisation look at this period of this plant, and nothing else, as its verifier, its issuer or an auditor. Whether that organisation exists is not told. The same invitation again answers 200.",
    request: {
      params: periodParams,
      body: {
        required: true,
        content: { "application/json": { schema: invitationBody, example: examples.newInvitation } },
      },
    },
    responses: {
      200: { description: "Invited already", content },
      201: { description: "Invited", content },
      ...failures(...bodyFailures, "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, period_id }, body }) => {
    const guest = { guestOrgId: body.organisation, role: body.role };
    const made = await invite(deps.plants, actor, plant_id, period_id, guest);
    return json(c, invitationAnswer(made), made.created ? 201 : 200);
  },
);

const getOfPeriod = secured(
  {
    method: "get",
    path: ofPeriod,
    operationId: "listPeriodInvitations",
    tags: ["Issuance"],
    summary: "List who is invited to a period",
    description: "Oldest first, those that were withdrawn included. Follow `next_cursor`, or the Link header.",
    request: { params: periodParams, query: pageQuery(ofOnePeriod) },
    responses: {
      200: { description: "One page", headers: pageHeaders, content: listContent },
      ...failures("invalid-request", "not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { plant_id, period_id }, query }) => {
    const found = await listInvitations(deps.plants, actor, plant_id, period_id);
    const page = pageOf(ofOnePeriod, found, placeOf, query);
    return paged(c, page.items.map(invitationAnswer), page.cursor);
  },
);

const deleteInvitation = secured(
  {
    method: "delete",
    path: `${ofPeriod}/{invitation_id}`,
    operationId: "withdrawInvitation",
    tags: ["Issuance"],
    summary: "Take an invitation back",
    description: "Its guest sees the period no more; the steps it took stay. Again: nothing changes.",
    request: { params: periodParams.extend({ invitation_id: invitationId }) },
    responses: { 200: { description: "Withdrawn", content }, ...failures("not-found", ...keyFailures) },
  },
  async (deps, { c, actor, params: { plant_id, period_id, invitation_id } }) =>
    json(c, invitationAnswer(await withdrawInvitation(deps.plants, actor, plant_id, period_id, invitation_id))),
);

const getReceivedList = secured(
  {
    method: "get",
    path: received,
    operationId: "listReceivedInvitations",
    tags: ["Issuance"],
    summary: "List the periods your organisation is invited to",
    description: "Standing invitations by other organisations, oldest first. Follow `next_cursor`, or the Link header.",
    request: { query: pageQuery(ofGuest) },
    responses: {
      200: { description: "One page", headers: pageHeaders, content: listContent },
      ...failures("invalid-request", ...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const page = pageOf(ofGuest, await listReceived(deps.plants, actor), placeOf, query);
    return paged(c, page.items.map(invitationAnswer), page.cursor);
  },
);

const getPeriod = secured(
  {
    method: "get",
    path: `${received}/{invitation_id}/period`,
    operationId: "getInvitedPeriod",
    tags: ["Issuance"],
    summary: "Look at the period you are invited to",
    description:
      "As its own organisation sees it; a statement's link leads to its bytes as a guest reads them. Those of its record and proof lead nowhere for a guest: a bundle holds both, and `/records` the readings.",
    request: { params: invitationParams },
    responses: {
      200: {
        description: "The period",
        content: { "application/json": { schema: periodSchema, example: periodExamples.period } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { invitation_id } }) => {
    const { invitation, period } = await getReceived(deps.plants, actor, invitation_id);
    const [answer] = await periodAnswers(
      deps,
      invitation,
      [period],
      () => `${received}/${invitation.invitationId}/statements`,
    );
    return json(c, answer);
  },
);

const getStatement = secured(
  {
    method: "get",
    path: `${received}/{invitation_id}/statements/{statement_no}`,
    operationId: "getInvitedStatement",
    tags: ["Issuance"],
    summary: "Get a statement of the period you are invited to, byte for byte",
    description: "Its canonical (RFC 8785) bytes: what a verifier's Ed25519 signature covers.",
    request: { params: invitationParams.extend({ statement_no: statementParams.shape.statement_no }) },
    responses: {
      200: {
        description: "The statement",
        content: { "application/json": { schema: statementSchema, example: periodExamples.statement } },
      },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { invitation_id, statement_no } }) => {
    const bytes = await getInvitedStatement(deps.plants, actor, invitation_id, statement_no);
    return whole(c, Uint8Array.from(bytes), 200, { "Content-Type": "application/json" });
  },
);

const getRecords = secured(
  {
    method: "get",
    path: `${received}/{invitation_id}/records`,
    operationId: "exportInvitedRecords",
    tags: ["Issuance"],
    summary: "Get the records of the period you are invited to, byte for byte",
    description:
      "Readings and corrections that end in the period, what reviews made of them, and every configuration of the plant, in order of acceptance, one a line. Records of other days are left out, so `seq` has gaps; the log proves each line by itself.",
    request: { params: invitationParams },
    responses: {
      200: {
        description: "One canonical (RFC 8785) record a line",
        content: { "application/x-ndjson": { schema: z.string(), example: recordExamples.exportedRecords } },
      },
      ...failures("not-found", "too-much-in-work", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { invitation_id } }) =>
    linesAnswer(deps, c, await exportInvited(deps.plants, actor, invitation_id)),
);

function invitationAnswer(invitation: Invitation) {
  return {
    invitation_id: invitation.invitationId,
    period_id: invitation.periodId,
    organisation: invitation.guestOrgId,
    role: invitation.role,
    created_at: invitation.createdAt.toISOString(),
    withdrawn_at: invitation.withdrawnAt?.toISOString() ?? null,
  };
}

export const invitationOperations: readonly Operation[] = [
  postInvitation,
  getOfPeriod,
  deleteInvitation,
  getReceivedList,
  getPeriod,
  getStatement,
  getRecords,
];
