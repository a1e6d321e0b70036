import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { parseNetwork } from "../kernel/networks.ts";
import { grantableRoles, longestOverlapS } from "../tenancy/keys.ts";
import { scopes } from "../tenancy/scope.ts";
import { leftStandingSchema } from "./left-standing.ts";
import { nextCursor } from "./pages.ts";

const list = <S extends z.ZodType>(item: S, most: number) =>
  z
    .array(item)
    .min(1)
    .max(most)
    .refine((items) => new Set(items).size === items.length, { error: "each once" });

const network = z.string().refine((text) => parseNetwork(text) !== undefined, {
  error: "an address or network such as 192.0.2.0/24 or 2001:db8::/32",
});

const limits = {
  scopes: list(z.enum(scopes), scopes.length).describe(
    "Parts of the API that it may call; its roles must allow them too",
  ),
  plants: list(chosenIdSchema, 1000).describe("The only plants that it sees"),
  devices: list(chosenIdSchema, 1000).describe("The only devices that it sends readings of"),
  networks: list(network, 100).describe("Where it may be used from: addresses and networks (CIDR), IPv4 and IPv6"),
};

export const keyBody = z
  .strictObject({
    label: z.string().trim().max(200).default(""),
    roles: list(z.enum(grantableRoles as [string, ...string[]]), grantableRoles.length),
    expires_at: z.iso.datetime({ offset: true }).optional(),
    scopes: limits.scopes.optional(),
    plants: limits.plants.optional(),
    devices: limits.devices.optional(),
    networks: limits.networks.optional(),
  })
  .describe("What is left out does not narrow it")
  .meta({ id: "ApiKeyRequest" });

const instant = z.iso.datetime().nullable();

const key = z.object({
  key_id: z.string(),
  label: z.string(),
  state: z
    .enum(["active", "ending", "expired", "revoked"])
    .describe("`ending`: another key took its place, and it works until `expires_at`"),
  roles: z.array(z.string()),
  scopes: limits.scopes.nullable().describe("Null: nothing narrows it, as with the next three"),
  plants: limits.plants.nullable(),
  devices: limits.devices.nullable(),
  networks: limits.networks.nullable(),
  created_at: z.iso.datetime(),
  expires_at: instant,
  revoked_at: instant,
  last_used_at: instant.describe("To within five minutes; null: never"),
  rotated_to: z.string().nullable().describe("Id of the key that took its place"),
});

export const keySchema = key.meta({ id: "ApiKey" });
export const keyDetailSchema = z
  .object({ ...key.shape, left_standing: leftStandingSchema })
  .meta({ id: "ApiKeyDetail" });
export const keysSchema = z.object({ items: z.array(keySchema), next_cursor: nextCursor }).meta({ id: "ApiKeys" });
export const newKeySchema = z
  .object({ ...key.shape, api_key: z.string().describe("Shown now and never again; kept nowhere") })
  .meta({ id: "ApiKeyMade" });
export const rotatedKeySchema = z
  .object({ ...newKeySchema.shape, replaces: z.string(), old_ends_at: z.iso.datetime() })
  .meta({ id: "RotatedApiKey" });

export const keyRotationBody = z
  .strictObject({
    overlap_s: z
      .int()
      .min(0)
      .max(longestOverlapS)
      .optional()
      .describe("Seconds for which the old one still works; a day when left out, 0: not at all"),
    expires_at: z.iso
      .datetime({ offset: true })
      .nullable()
      .optional()
      .describe("When the new one ends; null: never; left out: when the old one would have ended"),
  })
  .meta({ id: "ApiKeyRotation" });

export const keyParams = z.object({
  key_id: z
    .string()
    .regex(/^[0-9a-z]{12}$/)
    .meta({ example: "3kq9x0m1v7ab" }),
});
