import { roles } from "../kernel/actor.ts";
import { chosenIdPattern } from "../kernel/ids.ts";
import { parseNetwork } from "../kernel/networks.ts";
import { scopes } from "../tenancy/scope.ts";
import type { StoredKey } from "../tenancy/store.ts";
import { createKey, type KeyLimits, listKeys, revokeKey } from "../tenancy/tenancy.ts";
import { type Command, given, readArguments, table, UsageError } from "./admin-command.ts";
import { rotate } from "./admin-key-rotate.ts";
import { readInstant, readRoles } from "./admin-values.ts";

const create: Command = {
  usage:
    "ORG --roles ROLE,ROLE [--label TEXT] [--expires DATE] [--scopes S,S] [--plants ID,ID] [--devices ID,ID] [--networks CIDR,CIDR]",
  about: `make an API key; roles: ${roles.join(", ")}`,
  prepare(args) {
    const text = { type: "string" } as const;
    const narrowing = { scopes: text, plants: text, devices: text, networks: text };
    const options = { roles: text, label: text, expires: text, ...narrowing };
    const { values, words } = readArguments(args, ["ORG"], options);
    const chosen = readRoles(given("--roles", values.roles));
    const expiresAt = values.expires === undefined ? undefined : new Date(readInstant("--expires", values.expires));
    const limits = readLimits(values);
    return async ({ tenancy }) => {
      if (expiresAt !== undefined && expiresAt.getTime() <= tenancy.clock.nowMs()) {
        throw new UsageError(`--expires ${values.expires} is over already.`);
      }
      const input = { orgId: words.ORG, roles: chosen, label: values.label ?? "", expiresAt, limits };
      const created = await createKey(tenancy, input);
      const until = expiresAt === undefined ? "" : `, until ${expiresAt.toISOString()}`;
      return {
        out: created.text,
        note: `Key ${created.keyId} of ${words.ORG}: ${chosen.join(", ")}${until}. It is shown only now and kept nowhere: store it safely.`,
      };
    };
  },
};

const list: Command = {
  usage: "ORG",
  about: "show an organisation's keys, never their secrets",
  prepare(args) {
    const { words } = readArguments(args, ["ORG"], {});
    return async ({ tenancy }) => {
      const nowMs = tenancy.clock.nowMs();
      const cells = (await listKeys(tenancy.db.of(words.ORG), words.ORG)).map((key) => {
        const isOver = key.expiresAt !== null && key.expiresAt.getTime() <= nowMs;
        const standing = isOver ? "expired" : key.rotatedTo === null ? "in use" : `replaced by ${key.rotatedTo}`;
        const state = key.revokedAt !== null ? `revoked ${day(key.revokedAt)}` : standing;
        const days = [day(key.createdAt), day(key.expiresAt), day(key.lastUsedAt)];
        return [key.keyId, state, ...days, key.roles.join(","), narrowed(key), key.label];
      });
      return { out: table(["key", "state", "created", "expires", "last used", "roles", "only", "label"], cells) };
    };
  },
};

const revoke: Command = {
  usage: "KEY-ID",
  about: "end a key at once and for good",
  prepare(args) {
    const { words } = readArguments(args, ["KEY-ID"], {});
    // A whole key is pasted easily; its id is enough, and the secret goes nowhere.
    const keyId = /^ghdk_[a-z]+_([0-9a-z]{12})_/.exec(words["KEY-ID"])?.[1] ?? words["KEY-ID"];
    return async ({ tenancy }) => {
      await revokeKey(tenancy, keyId);
      return { note: `The key ${keyId} is revoked.` };
    };
  },
};

export const keyCommands = { create, list, rotate, revoke };

type Narrowing = { readonly [name in "scopes" | "plants" | "devices" | "networks"]?: string | undefined };

function readLimits(values: Narrowing): KeyLimits {
  const list = (text: string | undefined) => text?.split(",").map((one) => one.trim());
  const chosen = list(values.scopes);
  const unknown = chosen?.find((scope) => !(scopes as readonly string[]).includes(scope));
  if (unknown !== undefined) throw new UsageError(`"${unknown}" is no scope: choose of ${scopes.join(", ")}.`);
  const networks = list(values.networks);
  const wrong = networks?.find((network) => parseNetwork(network) === undefined);
  if (wrong !== undefined) throw new UsageError(`"${wrong}" is no address or network such as 192.0.2.0/24.`);
  const [plants, devices] = [list(values.plants), list(values.devices)];
  const bad = [...(plants ?? []), ...(devices ?? [])].find((id) => !chosenIdPattern.test(id));
  if (bad !== undefined) throw new UsageError(`"${bad}" is no id of a plant or device.`);
  return { scopes: chosen, plants, devices, networks };
}

/** What narrows a key; nothing for one that nothing does. */
function narrowed({ scopes: only, plants, devices, networks }: StoredKey): string {
  return [only, plants, devices, networks].flatMap((list) => list ?? []).join(",");
}

function day(at: Date | null): string {
  return at === null ? "never" : at.toISOString().slice(0, 10);
}
