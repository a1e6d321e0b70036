import type { z } from "@hono/zod-openapi";
import type { FaultCode } from "../kernel/fault.ts";
import { changePassword } from "../tenancy/accounts.ts";
import { describeCaller, type Me } from "../tenancy/me.ts";
import { confirmSecondFactor, enrolSecondFactor, removeSecondFactor } from "../tenancy/second-factor.ts";
import { signOutEverywhere, switchOrganisation } from "../tenancy/sessions.ts";
import { json } from "./answers.ts";
import * as examples from "./auth.examples.ts";
import * as schemas from "./auth.schemas.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";

/** What concerns the caller's own account and session. */

const tags = ["Sign-in"];
const jsonBody = <S extends z.ZodType>(schema: S, example: unknown) =>
  ({ required: true, content: { "application/json": { schema, example } } }) as const;
const content = <S extends z.ZodType>(schema: S, example: unknown) => ({ "application/json": { schema, example } });
const refused = (...codes: FaultCode[]) => failures(...bodyFailures, "session-required", ...codes, ...keyFailures);

const getMe = secured(
  {
    method: "get",
    path: "/api/v1/auth/me",
    operationId: "getCaller",
    tags,
    summary: "See who you are here",
    description:
      "The key or the person behind this call, the organisation it is for, and a person's other organisations.",
    responses: {
      200: { description: "You", content: content(schemas.meSchema, examples.me) },
      ...failures(...keyFailures),
    },
  },
  async (deps, { c, actor }) => json(c, meAnswer(await describeCaller(deps.auth, actor))),
);

const postSwitch = secured(
  {
    method: "post",
    path: "/api/v1/auth/switch",
    operationId: "switchOrganisation",
    tags,
    summary: "Go on in another of your organisations",
    description:
      "An access token is for one organisation. This gives one for another of yours, in the same session; the refresh token goes on there too.",
    request: { body: jsonBody(schemas.switchBody, examples.switchTo) },
    responses: {
      200: { description: "The token", content: content(schemas.switchedSchema, examples.switched) },
      ...refused("not-found"),
    },
  },
  async (deps, { c, actor, body }) => {
    const { accessToken, expiresInS, orgId, roles, secondFactor } = await switchOrganisation(
      deps.auth,
      actor,
      body.organisation,
    );
    const token = { access_token: accessToken, token_type: "Bearer", expires_in_s: expiresInS };
    return json(c, { ...token, organisation: orgId, roles, second_factor: secondFactor });
  },
);

const postLogoutEverywhere = secured(
  {
    method: "post",
    path: "/api/v1/auth/logout-everywhere",
    operationId: "logoutEverywhere",
    tags,
    summary: "Sign out everywhere",
    description: "Ends all your sessions, this one too, with all their tokens, on every gateway at once.",
    responses: {
      200: { description: "Signed out", content: content(schemas.endedSchema, examples.ended) },
      ...failures("session-required", ...keyFailures),
    },
  },
  async (deps, { c, actor }) => json(c, { sessions_ended: await signOutEverywhere(deps.auth, actor) }),
);

const postChange = secured(
  {
    method: "post",
    path: "/api/v1/auth/password/change",
    operationId: "changePassword",
    tags,
    summary: "Change your password",
    description: "Needs the present one. All your other sessions end.",
    request: { body: jsonBody(schemas.changePasswordBody, examples.changePassword) },
    responses: { 204: { description: "Changed" }, ...refused("too-many-attempts") },
  },
  async (deps, { c, actor, body }) => {
    await changePassword(deps.auth, actor, { password: body.password, newPassword: body.new_password });
    return c.body(null, 204);
  },
);

const postTotp = secured(
  {
    method: "post",
    path: "/api/v1/auth/totp",
    operationId: "enrolSecondFactor",
    tags,
    summary: "Enrol a second factor",
    description:
      "Gives a secret for an authenticator app (TOTP, RFC 6238). Nothing is asked with it until its first code confirms it.",
    request: { body: jsonBody(schemas.enrolBody, examples.enrol) },
    responses: {
      201: { description: "The secret, shown only now", content: content(schemas.enrolmentSchema, examples.enrolment) },
      ...refused("already-exists", "too-many-attempts"),
    },
  },
  async (deps, { c, actor, body }) => json(c, await enrolSecondFactor(deps.auth, actor, body.password), 201),
);

const postConfirm = secured(
  {
    method: "post",
    path: "/api/v1/auth/totp/confirm",
    operationId: "confirmSecondFactor",
    tags,
    summary: "Confirm the second factor with its first code",
    description:
      "From now on signing in needs a code. This session counts as one with a second factor at once. Keep the recovery codes where the phone is not.",
    request: { body: jsonBody(schemas.confirmBody, examples.confirm) },
    responses: {
      200: { description: "Confirmed", content: content(schemas.recoveryCodesSchema, examples.recoveryCodes) },
      ...refused("totp-required", "not-found", "too-many-attempts"),
    },
  },
  async (deps, { c, actor, body }) =>
    json(c, { recovery_codes: await confirmSecondFactor(deps.auth, actor, body.totp) }),
);

const postRemove = secured(
  {
    method: "post",
    path: "/api/v1/auth/totp/remove",
    operationId: "removeSecondFactor",
    tags,
    summary: "Remove the second factor",
    description:
      "Needs the password and a code, or a recovery code. Recovery codes go with it, and no session of yours counts as one with a second factor any more.",
    request: { body: jsonBody(schemas.removeFactorBody, examples.removeFactor) },
    responses: { 204: { description: "Removed" }, ...refused("totp-required", "too-many-attempts") },
  },
  async (deps, { c, actor, body: { password, totp, recovery_code: recoveryCode } }) => {
    await removeSecondFactor(deps.auth, actor, { password, totp, recoveryCode });
    return c.body(null, 204);
  },
);

function meAnswer({ actor, account }: Me) {
  const { person } = actor;
  const user = person && {
    user_id: person.userId,
    email: account?.user.email ?? null,
    name: account?.user.name ?? null,
    has_second_factor: account?.hasSecondFactor ?? false,
    recovery_codes_left: account?.recoveryCodesLeft ?? 0,
    organisations: (account?.memberships ?? []).map(({ orgId, name, roles }) => ({ id: orgId, name, roles })),
  };
  return {
    organisation: actor.orgId,
    roles: actor.roles,
    method: person?.method ?? "key",
    second_factor: person?.secondFactor ?? false,
    key_id: person === undefined ? actor.keyId : null,
    user: user ?? null,
  };
}

export const accountOperations: readonly Operation[] = [
  getMe,
  postSwitch,
  postLogoutEverywhere,
  postChange,
  postTotp,
  postConfirm,
  postRemove,
];
