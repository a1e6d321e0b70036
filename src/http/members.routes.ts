import { z } from "@hono/zod-openapi";
import type { FaultCode } from "../kernel/fault.ts";
import type { MemberInvitation } from "../tenancy/invitation-store.ts";
import {
  getMember,
  inviteMember,
  listInvited,
  listMembers,
  removeMember,
  setMemberRoles,
  withdrawInvited,
} from "../tenancy/members.ts";
import type { Member } from "../tenancy/user-store.ts";
import { json, represented } from "./answers.ts";
import * as examples from "./auth.examples.ts";
import * as schemas from "./auth.schemas.ts";
import { requireMatch } from "./conditional.ts";
import { leftStanding } from "./left-standing.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { inOrder, paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";

/** Members of the caller's organisation, looked after by its owners. */

const tags = ["Organisation"];
const params = z.object({ user_id: schemas.userId });
const invitationParams = z.object({ invitation_id: schemas.memberInvitationId });
const content = <S extends z.ZodType>(schema: S, example: unknown) => ({ "application/json": { schema, example } });
const refused = (...codes: FaultCode[]) => failures("session-required", ...codes, ...keyFailures);

const getMembers = secured(
  {
    method: "get",
    path: "/api/v1/members",
    operationId: "listMembers",
    tags,
    summary: "List the organisation's members",
    description: "In the order in which they joined.",
    request: { query: pageQuery("members") },
    responses: {
      200: { description: "One page", headers: pageHeaders, content: content(schemas.membersSchema, examples.members) },
      ...failures(...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const keyOf = ({ createdAt, user }: Member) => [createdAt.toISOString(), user.userId];
    const { items, cursor } = pageOf("members", inOrder(await listMembers(deps.auth, actor), keyOf), keyOf, query);
    return paged(c, items.map(memberAnswer), cursor);
  },
);

const getOne = secured(
  {
    method: "get",
    path: "/api/v1/members/{user_id}",
    operationId: "getMember",
    tags,
    summary: "Look at one member",
    description: "Its `ETag` goes into `If-Match` of a change.",
    request: { params },
    responses: {
      200: { description: "The member", content: content(schemas.memberSchema, examples.member) },
      ...failures("not-found", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { user_id } }) =>
    represented(c, memberAnswer(await getMember(deps.auth, actor, user_id))),
);

const postInvitation = secured(
  {
    method: "post",
    path: "/api/v1/members/invitations",
    operationId: "inviteMember",
    tags,
    summary: "Invite somebody to the organisation",
    description:
      "The address gets a link by e-mail; where the gateway sends no mail, its operator prints the link. Whether it has an account is not told. To make a verifier or an issuer you need a session with a second factor.",
    request: {
      body: { required: true, content: content(schemas.memberInvitationBody, examples.newMember) },
    },
    responses: {
      201: { description: "Invited", content: content(schemas.memberInvitationSchema, examples.memberInvitation) },
      ...refused(...bodyFailures, "second-factor-required", "too-many-attempts"),
    },
  },
  async (deps, { c, actor, body }) => json(c, invitationAnswer(await inviteMember(deps.auth, actor, body)), 201),
);

const getInvitations = secured(
  {
    method: "get",
    path: "/api/v1/members/invitations",
    operationId: "listMemberInvitations",
    tags,
    summary: "List who is invited to the organisation and has not answered",
    description: "Oldest first. Who followed the link is a member; what is over or withdrawn is not listed.",
    request: { query: pageQuery("member invitations") },
    responses: {
      200: {
        description: "One page",
        headers: pageHeaders,
        content: content(schemas.memberInvitationsSchema, examples.memberInvitations),
      },
      ...failures(...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const keyOf = ({ createdAt, invitationId }: MemberInvitation) => [createdAt.toISOString(), invitationId];
    const all = inOrder(await listInvited(deps.auth, actor), keyOf);
    const { items, cursor } = pageOf("member invitations", all, keyOf, query);
    return paged(c, items.map(invitationAnswer), cursor);
  },
);

const deleteInvitation = secured(
  {
    method: "delete",
    path: "/api/v1/members/invitations/{invitation_id}",
    operationId: "withdrawMemberInvitation",
    tags,
    summary: "Take an invitation to the organisation back",
    description: "Its link works no more.",
    request: { params: invitationParams },
    responses: {
      200: { description: "Taken back", content: content(schemas.withdrawnSchema, examples.withdrawn) },
      ...refused("not-found"),
    },
  },
  async (deps, { c, actor, params: { invitation_id } }) => {
    await withdrawInvited(deps.auth, actor, invitation_id);
    return json(c, { invitation_id, withdrawn: true });
  },
);

const putRoles = secured(
  {
    method: "put",
    path: "/api/v1/members/{user_id}",
    operationId: "setMemberRoles",
    tags,
    summary: "Set what a member may do",
    description:
      "Holds from the member's next call on. The organisation keeps at least one owner. To make a verifier or an issuer you need a session with a second factor.",
    request: { params, body: { required: true, content: content(schemas.memberRolesBody, examples.memberRoles) } },
    responses: {
      200: { description: "The member now", content: content(schemas.memberSchema, examples.memberRolesSet) },
      ...refused(...bodyFailures, "not-found", "second-factor-required", "last-owner"),
    },
  },
  async (deps, { c, actor, params: { user_id }, body }) => {
    const mayChange = (standing: Member) => requireMatch(c, memberAnswer(standing));
    return represented(c, memberAnswer(await setMemberRoles(deps.auth, actor, user_id, body.roles, mayChange)));
  },
  { update: "if-match-optional" },
);

const deleteMember = secured(
  {
    method: "delete",
    path: "/api/v1/members/{user_id}",
    operationId: "removeMember",
    tags,
    summary: "Remove a member",
    description:
      "Tokens for this organisation are good no more from this moment on. The account and its other organisations stay. The only owner cannot be removed. What the member made does not end, API keys and webhooks for example: `left_standing` says what goes on.",
    request: { params },
    responses: {
      200: { description: "Removed", content: content(schemas.removedMemberSchema, examples.removedMember) },
      ...refused("not-found", "last-owner"),
    },
  },
  async (deps, { c, actor, params: { user_id } }) => {
    const mayRemove = (standing: Member) => requireMatch(c, memberAnswer(standing));
    await removeMember(deps.auth, actor, user_id, mayRemove);
    return json(c, { user_id, removed: true, left_standing: await leftStanding(deps, actor, user_id) });
  },
  { update: "if-match-optional" },
);

function memberAnswer({ user, roles, hasSecondFactor, createdAt }: Member) {
  return {
    user_id: user.userId,
    email: user.email,
    name: user.name,
    roles,
    has_second_factor: hasSecondFactor,
    is_locked: user.lockedAt !== null,
    member_since: createdAt.toISOString(),
  };
}

function invitationAnswer(invitation: MemberInvitation) {
  return {
    invitation_id: invitation.invitationId,
    email: invitation.email,
    name: invitation.name,
    roles: invitation.roles,
    created_at: invitation.createdAt.toISOString(),
    expires_at: invitation.expiresAt.toISOString(),
  };
}

export const memberOperations: readonly Operation[] = [
  getMembers,
  postInvitation,
  // Before a member by id: `invitations` is none.
  getInvitations,
  getOne,
  deleteInvitation,
  putRoles,
  deleteMember,
];
