import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { FaultCode } from "../kernel/fault.ts";
import { subscriberOf } from "../kernel/networks.ts";
import { followLink, forgotPassword, register, resetPassword } from "../tenancy/accounts.ts";
import { refreshSession, signIn, signOut, type Tokens } from "../tenancy/sessions.ts";
import { json } from "./answers.ts";
import * as examples from "./auth.examples.ts";
import * as schemas from "./auth.schemas.ts";
import { clientAddress } from "./client-address.ts";
import type { HttpDeps } from "./deps.ts";
import type { Env } from "./env.ts";
import { bodyFailures, failures, type Operation, open } from "./operation.ts";

/** Ways in for people: no credential is needed to call these, they take one or make one. */

const tags = ["Sign-in"];
const jsonBody = <S extends z.ZodType>(schema: S, example: unknown) =>
  ({ required: true, content: { "application/json": { schema, example } } }) as const;
const content = <S extends z.ZodType>(schema: S, example: unknown) => ({ "application/json": { schema, example } });
const refused = (...codes: FaultCode[]) =>
  failures(...bodyFailures, ...codes, "overloaded", "storage-unavailable", "internal");

/** Undefined outside a server, where nobody calls from anywhere. */
function networkOf(deps: HttpDeps, c: Context<Env>): string | undefined {
  const address = clientAddress(c, deps.trustedProxies);
  return address && subscriberOf(address);
}

const postRegister = open(
  {
    method: "post",
    path: "/api/v1/auth/register",
    operationId: "registerOrganisation",
    tags,
    summary: "Register an organisation",
    description:
      "Makes an organisation, its first API key, with which plants and devices can be registered and readings be sent at once, and a link for its first user, who becomes owner and operator. The answer is the same whether the address has an account already or not. Open, by invitation or closed: the gateway's operator decides.",
    request: { body: jsonBody(schemas.registerBody, examples.register) },
    responses: {
      201: { description: "Registered", content: content(schemas.registeredSchema, examples.registered) },
      ...refused("registration-closed", "too-many-attempts"),
    },
  },
  async (deps, { c, body: { organisation, email, name, invitation } }) => {
    const made = await register(deps.auth, { organisationName: organisation.name, email, name, invitation });
    const answer = {
      organisation: { id: made.orgId, name: organisation.name },
      api_key: made.key.text,
      key_id: made.key.keyId,
      sign_in: { email, link_by: made.linkBy, link_expires_at: made.linkExpiresAt.toISOString() },
      links: { login: "/api/v1/auth/login", plants: "/api/v1/plants", docs: "/docs" },
    };
    return json(c, answer, 201);
  },
);

const postVerifyEmail = open(
  {
    method: "post",
    path: "/api/v1/auth/verify-email",
    operationId: "confirmEmail",
    tags,
    summary: "Follow a link that came by e-mail",
    description:
      "Confirms the address, and adds the organisation that registered or invited it. An address without an account gets one, with the password sent here; sign in next. The link works once.",
    request: { body: jsonBody(schemas.verifyEmailBody, examples.verifyEmail) },
    responses: {
      200: { description: "Joined", content: content(schemas.joinedSchema, examples.joined) },
      ...refused("not-found"),
    },
  },
  async (deps, { c, body }) => {
    const { userId, email, orgId, roles, isNew } = await followLink(deps.auth, body);
    const account = isNew ? "created" : "existing";
    return json(c, { user_id: userId, email, organisation: orgId, roles, account });
  },
);

const postLogin = open(
  {
    method: "post",
    path: "/api/v1/auth/login",
    operationId: "login",
    tags,
    summary: "Sign in",
    description:
      "Address and password, and a code where the account has a second factor (else the answer is `totp-required`). The access token lives for ten minutes; the refresh token brings the next one. After ten failures in a row the address has to wait, up to 15 minutes each time, whether it has an account or not; after a hundred in an hour, with whatever addresses, the caller's network waits likewise.",
    request: { body: jsonBody(schemas.loginBody, examples.login) },
    responses: {
      200: { description: "Signed in", content: content(schemas.tokensSchema, examples.tokens) },
      ...refused("unauthenticated", "totp-required", "forbidden", "not-found", "too-many-attempts"),
    },
  },
  async (deps, { c, body: { recovery_code: recoveryCode, ...body } }) =>
    json(c, tokensAnswer(await signIn(deps.auth, { ...body, recoveryCode, from: networkOf(deps, c) }))),
);

const postRefresh = open(
  {
    method: "post",
    path: "/api/v1/auth/refresh",
    operationId: "refreshTokens",
    tags,
    summary: "Get the next pair of tokens",
    description:
      "A refresh token is good once. One that comes a second time was stolen, or its successor was: the session ends, with all its tokens.",
    request: { body: jsonBody(schemas.refreshBody, examples.refresh) },
    responses: {
      200: { description: "The next pair", content: content(schemas.tokensSchema, examples.tokens) },
      ...refused("unauthenticated"),
    },
  },
  async (deps, { c, body }) => json(c, tokensAnswer(await refreshSession(deps.auth, body.refresh_token))),
);

const postLogout = open(
  {
    method: "post",
    path: "/api/v1/auth/logout",
    operationId: "logout",
    tags,
    summary: "Sign out",
    description:
      "Ends the session of the refresh token, with all its tokens, at once. An unknown token gets the same answer.",
    request: { body: jsonBody(schemas.refreshBody, examples.refresh) },
    responses: { 204: { description: "Signed out" }, ...refused() },
  },
  async (deps, { c, body }) => {
    await signOut(deps.auth, body.refresh_token);
    return c.body(null, 204);
  },
);

const postForgot = open(
  {
    method: "post",
    path: "/api/v1/auth/password/forgot",
    operationId: "forgotPassword",
    tags,
    summary: "Ask for a link to set a new password",
    description:
      "The link goes to the address by e-mail, if it has an account; the answer is the same if not. It works once, within an hour. Where the gateway sends no mail, its operator prints the link.",
    request: { body: jsonBody(schemas.forgotBody, examples.forgot) },
    responses: { 202: { description: "Taken up" }, ...refused() },
  },
  async (deps, { c, body }) => {
    await forgotPassword(deps.auth, body.email);
    return c.body(null, 202);
  },
);

const postReset = open(
  {
    method: "post",
    path: "/api/v1/auth/password/reset",
    operationId: "resetPassword",
    tags,
    summary: "Set a new password by a link",
    description: "Ends all sessions of the account and any wait after failed attempts. A second factor stays.",
    request: { body: jsonBody(schemas.resetBody, examples.reset) },
    responses: { 204: { description: "Set: sign in with it" }, ...refused("not-found") },
  },
  async (deps, { c, body }) => {
    await resetPassword(deps.auth, body);
    return c.body(null, 204);
  },
);

function tokensAnswer(tokens: Tokens) {
  return {
    access_token: tokens.accessToken,
    token_type: "Bearer",
    expires_in_s: tokens.expiresInS,
    refresh_token: tokens.refreshToken,
    refresh_expires_at: tokens.refreshExpiresAt.toISOString(),
    user_id: tokens.userId,
    organisation: tokens.orgId,
    roles: tokens.roles,
    second_factor: tokens.secondFactor,
  };
}

export const authOperations: readonly Operation[] = [
  postRegister,
  postVerifyEmail,
  postLogin,
  postRefresh,
  postLogout,
  postForgot,
  postReset,
];
