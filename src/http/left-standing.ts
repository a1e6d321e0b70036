import { z } from "@hono/zod-openapi";
import { listInvitationsBy } from "../issuance/invitations.ts";
import type { Actor } from "../kernel/actor.ts";
import { listChannels } from "../monitoring/alert-channels.ts";
import { listSilences } from "../monitoring/alerts.ts";
import { listEndpoints } from "../monitoring/webhooks.ts";
import { tracesOf } from "../tenancy/left-standing.ts";
import { listInvited } from "../tenancy/members.ts";
import { listIssuers } from "../tenancy/oidc.ts";
import type { HttpDeps } from "./deps.ts";

const kinds = [
  ...(["webhook", "alert-channel", "alert-silence", "period-invitation"] as const),
  ...(["member-invitation", "oidc-issuer", "api-key"] as const),
] as const;

/** Most that one answer names. */
const mostNamed = 1_000;

export const leftStandingSchema = z
  .object({
    count: z.int(),
    items: z.array(z.object({ kind: z.enum(kinds), id: z.string(), path: z.string() })),
  })
  .describe(
    `What stands that this made or changed, itself or by keys that come from it, and that goes on without it, the first ${mostNamed}: DELETE at its \`path\` ends one`,
  )
  .meta({ id: "LeftStanding" });

export const leftStandingExample = {
  count: 1,
  items: [
    {
      kind: "webhook",
      id: "whk_5f2rkq0v9c8hxw3n7d1ytbgm4e",
      path: "/api/v1/webhooks/whk_5f2rkq0v9c8hxw3n7d1ytbgm4e",
    },
  ],
} satisfies z.input<typeof leftStandingSchema>;

/** What goes on of a key's or a member's doing once that is over: nothing of it ends by itself. @throws {Fault} `forbidden` */
export async function leftStanding(
  deps: HttpDeps,
  actor: Actor,
  grantor: string,
): Promise<z.output<typeof leftStandingSchema>> {
  const at = new Date(deps.clock.nowMs());
  const { by, keys, touched } = await tracesOf(deps.db.of(actor.orgId), actor.orgId, grantor, at.getTime());
  const held = { limit: mostNamed, heldAt: at };
  const items = [
    ...(await listEndpoints(deps.webhooks, actor))
      .filter(({ endpointId, disabled }) => touched.has(endpointId) && disabled === null)
      .map(({ endpointId }) => item("webhook", "webhooks", endpointId)),
    ...(await listChannels(deps.alerts, actor))
      .filter(({ channelId }) => touched.has(channelId))
      .map(({ channelId }) => item("alert-channel", "alert-channels", channelId)),
    ...(await listSilences(deps.alerts, actor, held)).silences
      .filter(({ createdBy }) => by.has(createdBy))
      .map(({ silenceId }) => item("alert-silence", "alert-silences", silenceId)),
    ...(await listInvitationsBy(deps.plants, actor, [...by])).map(({ plantId, periodId, invitationId }) =>
      item("period-invitation", `plants/${plantId}/periods/${periodId}/invitations`, invitationId),
    ),
    ...(await listInvited(deps.auth, actor))
      .filter(({ createdBy }) => by.has(createdBy))
      .map(({ invitationId }) => item("member-invitation", "members/invitations", invitationId)),
    ...(await listIssuers(deps.auth, actor))
      .filter(({ createdBy }) => by.has(createdBy))
      .map(({ issuerId }) => item("oidc-issuer", "oidc-issuers", issuerId)),
    ...keys.map(({ keyId }) => item("api-key", "keys", keyId)),
  ];
  return { count: items.length, items: items.slice(0, mostNamed) };
}

const item = (kind: (typeof kinds)[number], place: string, id: string) => ({
  kind,
  id,
  path: `/api/v1/${place}/${id}`,
});
