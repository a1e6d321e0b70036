import { createHmac, timingSafeEqual } from "node:crypto";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import { takeTurn } from "../platform/turns.ts";
import { type AdminActName, recordActs } from "../tenancy/acts.ts";
import { owners, requireRole } from "../tenancy/scope.ts";
import type { Seal } from "../tenancy/seal.ts";
import { countAttempt, inShared } from "../tenancy/throttle.ts";
import { emailKey } from "../tenancy/user-store.ts";
import * as store from "./alert-channel-store.ts";
import type { AlertVerbDeps } from "./alert-rules.ts";

export type { Channel } from "./alert-channel-store.ts";

/** Where an organisation has its alerts sent: addresses for mail and Alertmanagers, by owners alone. */

export type ChannelDeps = AlertVerbDeps & {
  /** The gateway's secret from which the codes that confirm addresses follow. */
  readonly plantSecret: Uint8Array;
  /** Whether this gateway sends mail at all. */
  readonly sendsMail: boolean;
  readonly seal: Seal;
};

export type ChannelChoice = Pick<store.Channel, "kind" | "target" | "plants" | "leastSeverity">;

const mostChannels = 20;

/**
 * An address gets a code first, and nothing else before somebody who reads its mail has given the code. Codes count
 * among the letters that an address is sent: made and deleted in turn, channels must fill nobody's mailbox.
 *
 * @throws {Fault} `forbidden`, `already-exists`, `rule-violated`, `too-many-attempts`
 */
export async function createChannel(deps: ChannelDeps, actor: Actor, choice: ChannelChoice): Promise<store.Channel> {
  requireRole(actor, owners);
  if (choice.kind === "email" && !deps.sendsMail) {
    const detail = "This gateway sends no mail: its operator has to set SMTP_URL first.";
    throw new Fault("rule-violated", detail, { extensions: { rule: "alert-channel.no-mail" } });
  }
  if (choice.kind === "email")
    await countAttempt(inShared(deps), "letter", emailKey(choice.target), "This address was sent many letters");
  const at = new Date(deps.clock.nowMs());
  const channel: store.Channel = {
    ...choice,
    orgId: actor.orgId,
    channelId: `alc_${base32(deps.random.bytes(16))}`,
    createdAt: at,
    createdBy: actor.keyId,
    confirmedAt: choice.kind === "email" ? null : at,
    lastSentAt: null,
    lastError: null,
  };
  return inOwn(deps, actor, async (tx) => {
    await takeTurn(tx, "alert channels", actor.orgId);
    if ((await store.listChannels(tx, { orgId: actor.orgId })).length >= mostChannels) {
      const detail = `An organisation has at most ${mostChannels} channels for alerts: delete one first.`;
      throw new Fault("rule-violated", detail, { extensions: { rule: "alert-channel.most" } });
    }
    if (!(await store.insertChannel(tx, channel)))
      throw new Fault("already-exists", "There is such a channel in your organisation: delete it, or leave it.");
    if (channel.confirmedAt === null) await askForCode(tx, channel, at);
    await acted(tx, actor, "alert-channel.created", channel, at);
    await publish(tx, { type: "alert.changed" });
    return channel;
  });
}

async function askForCode(tx: Tx, { orgId, channelId }: store.Channel, at: Date): Promise<void> {
  const row = { org_id: orgId, channel_id: channelId, alert_id: null, change_no: null, created_at: at, due_at: at };
  await tx.insertInto("alert_mails").values(row).execute();
}

/** @throws {Fault} `forbidden` */
export async function listChannels(deps: ChannelDeps, actor: Actor): Promise<store.Channel[]> {
  requireRole(actor, owners);
  return store.listChannels(deps.db.of(actor.orgId), { orgId: actor.orgId });
}

/** @throws {Fault} `forbidden`, `not-found` */
export async function getChannel(deps: ChannelDeps, actor: Actor, channelId: string): Promise<store.Channel> {
  requireRole(actor, owners);
  return (await store.findChannel(deps.db.of(actor.orgId), actor.orgId, channelId)) ?? notFound(channelId);
}

/** Whoever has the code reads the address's mail. Again: nothing happens. @throws {Fault} `forbidden`, `not-found`, `rule-violated` */
export async function confirmChannel(
  deps: ChannelDeps,
  actor: Actor,
  channelId: string,
  code: string,
): Promise<store.Channel> {
  requireRole(actor, owners);
  const at = new Date(deps.clock.nowMs());
  return inOwn(deps, actor, async (tx) => {
    const channel = (await store.findChannel(tx, actor.orgId, channelId)) ?? notFound(channelId);
    const [given, wanted] = [Buffer.from(code), Buffer.from(codeOf(deps.plantSecret, channel))];
    if (channel.kind !== "email" || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      const detail = "This is not the code that the address was sent.";
      throw new Fault("rule-violated", detail, { extensions: { rule: "alert-channel.code" } });
    }
    if (channel.confirmedAt !== null) return channel;
    await store.confirmChannel(tx, channel, at);
    await acted(tx, actor, "alert-channel.confirmed", channel, at);
    return { ...channel, confirmedAt: at };
  });
}

/**
 * With what waits to be sent to it. `mayDelete` throws where the caller means another state.
 *
 * @returns what it was
 * @throws {Fault} `forbidden`, `not-found`
 */
export async function deleteChannel(
  deps: ChannelDeps,
  actor: Actor,
  channelId: string,
  mayDelete: (standing: store.Channel) => void = () => undefined,
): Promise<store.Channel> {
  requireRole(actor, owners);
  const at = new Date(deps.clock.nowMs());
  return inOwn(deps, actor, async (tx) => {
    const channel = (await store.findChannel(tx, actor.orgId, channelId)) ?? notFound(channelId);
    mayDelete(channel);
    await store.deleteChannel(tx, channel);
    await acted(tx, actor, "alert-channel.deleted", channel, at);
    return channel;
  });
}

/** 80 bits that follow from the gateway's secret: the database holds nothing by which an address is confirmed. */
export function codeOf(
  gatewaySecret: Uint8Array,
  { channelId, target }: Pick<store.Channel, "channelId" | "target">,
): string {
  const root = createHmac("sha256", gatewaySecret).update("alert addresses").digest();
  return base32(createHmac("sha256", root).update(`${channelId}\n${target}`).digest().subarray(0, 10));
}

function inOwn<T>({ db }: ChannelDeps, { orgId }: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.of(orgId).transaction().execute(work);
}

function acted(tx: Tx, actor: Actor, act: AdminActName, channel: store.Channel, at: Date): Promise<void> {
  const { orgId, channelId: object, kind, target, plants, leastSeverity } = channel;
  // A URL's query may hold a secret of its receiver's.
  const shown = kind === "email" ? target : withoutQuery(target);
  const detail = { kind, target: shown, plants: plants && [...plants], least_severity: leastSeverity };
  return recordActs(tx, [{ orgId, actor, act, object, detail }], at);
}

function withoutQuery(target: string): string {
  const { origin, pathname } = new URL(target);
  return `${origin}${pathname}`;
}

function notFound(channelId: string): never {
  throw new Fault("not-found", `There is no channel ${channelId} in your organisation.`);
}
