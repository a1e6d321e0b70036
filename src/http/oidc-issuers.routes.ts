import { z } from "@hono/zod-openapi";
import { addIssuer, listIssuers, removeIssuer } from "../tenancy/oidc.ts";
import type { OidcIssuer } from "../tenancy/oidc-store.ts";
import { json } from "./answers.ts";
import * as examples from "./auth.examples.ts";
import * as schemas from "./auth.schemas.ts";
import { bodyFailures, failures, keyFailures, type Operation, secured } from "./operation.ts";
import { inOrder, paged, pageHeaders, pageOf, pageQuery } from "./pages.ts";

/** Issuers whose tokens act in the caller's organisation. */

const tags = ["Organisation"];
const content = <S extends z.ZodType>(schema: S, example: unknown) => ({ "application/json": { schema, example } });

const postIssuer = secured(
  {
    method: "post",
    path: "/api/v1/oidc-issuers",
    operationId: "addIssuer",
    tags,
    summary: "Take tokens of your own OpenID provider",
    description:
      "Its tokens then act inside your organisation and nowhere else, with the roles that the map gives for values of a claim. Signature (RSA, EC or EdDSA, by the provider's published keys), `iss`, `aud`, `exp` and `nbf` are checked. What verifiers and issuers of credits decide needs a session of this gateway all the same. The provider is fetched at once: it must have a public https address and answer itself.",
    request: { body: { required: true, content: content(schemas.issuerBody, examples.newIssuer) } },
    responses: {
      201: { description: "Taken from now on", content: content(schemas.issuerSchema, examples.issuer) },
      ...failures(...bodyFailures, "session-required", "already-exists", ...keyFailures),
    },
  },
  async (deps, { c, actor, body: { roles_claim: rolesClaim, role_map: roleMap, ...body } }) =>
    json(c, issuerAnswer(await addIssuer(deps.auth, actor, { ...body, rolesClaim, roleMap })), 201),
);

const getIssuers = secured(
  {
    method: "get",
    path: "/api/v1/oidc-issuers",
    operationId: "listIssuers",
    tags,
    summary: "List the issuers whose tokens act in your organisation",
    description: "Oldest first.",
    request: { query: pageQuery("issuers") },
    responses: {
      200: { description: "One page", headers: pageHeaders, content: content(schemas.issuersSchema, examples.issuers) },
      ...failures(...keyFailures),
    },
  },
  async (deps, { c, actor, query }) => {
    const keyOf = ({ createdAt, issuerId }: OidcIssuer) => [createdAt.toISOString(), issuerId];
    const { items, cursor } = pageOf("issuers", inOrder(await listIssuers(deps.auth, actor), keyOf), keyOf, query);
    return paged(c, items.map(issuerAnswer), cursor);
  },
);

const deleteIssuer = secured(
  {
    method: "delete",
    path: "/api/v1/oidc-issuers/{issuer_id}",
    operationId: "removeIssuer",
    tags,
    summary: "Take an issuer's tokens no more",
    description: "From this moment on, tokens that are not over yet too.",
    request: { params: z.object({ issuer_id: schemas.issuerId }) },
    responses: {
      200: { description: "Removed", content: content(schemas.removedIssuerSchema, examples.removedIssuer) },
      ...failures("not-found", "session-required", ...keyFailures),
    },
  },
  async (deps, { c, actor, params: { issuer_id } }) => {
    await removeIssuer(deps.auth, actor, issuer_id);
    return json(c, { issuer_id, removed: true });
  },
);

function issuerAnswer(issuer: OidcIssuer) {
  return {
    issuer_id: issuer.issuerId,
    issuer: issuer.issuer,
    audience: issuer.audience,
    jwks_uri: issuer.jwksUri,
    roles_claim: issuer.rolesClaim,
    role_map: issuer.roleMap,
    created_at: issuer.createdAt.toISOString(),
  };
}

export const issuerOperations: readonly Operation[] = [postIssuer, getIssuers, deleteIssuer];
