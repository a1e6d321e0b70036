import { roles } from "../kernel/actor.ts";
import { createKey, listKeys, revokeKey } from "../tenancy/tenancy.ts";
import { type Command, given, readArguments, table, UsageError } from "./admin-command.ts";
import { readInstant, readRoles } from "./admin-values.ts";

const create: Command = {
  usage: "ORG --roles ROLE,ROLE [--label TEXT] [--expires DATE]",
  about: `make an API key; roles: ${roles.join(", ")}`,
  prepare(args) {
    const options = { roles: { type: "string" }, label: { type: "string" }, expires: { type: "string" } } as const;
    const { values, words } = readArguments(args, ["ORG"], options);
    const chosen = readRoles(given("--roles", values.roles));
    const expiresAt = values.expires === undefined ? undefined : new Date(readInstant("--expires", values.expires));
    return async ({ tenancy }) => {
      if (expiresAt !== undefined && expiresAt.getTime() <= tenancy.clock.nowMs()) {
        throw new UsageError(`--expires ${values.expires} is over already.`);
      }
      const input = { orgId: words.ORG, roles: chosen, label: values.label ?? "", ...(expiresAt && { expiresAt }) };
      const { keyId, text } = await createKey(tenancy, input);
      const until = expiresAt === undefined ? "" : `, until ${expiresAt.toISOString()}`;
      return {
        out: text,
        note: `Key ${keyId} of ${words.ORG}: ${chosen.join(", ")}${until}. It is shown only now and kept nowhere: store it safely.`,
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
      const cells = (await listKeys(tenancy.db, words.ORG)).map((key) => {
        const isOver = key.expiresAt !== null && key.expiresAt.getTime() <= nowMs;
        const state = key.revokedAt !== null ? `revoked ${day(key.revokedAt)}` : isOver ? "expired" : "in use";
        return [key.keyId, state, day(key.createdAt), day(key.expiresAt), key.roles.join(","), key.label];
      });
      return { out: table(["key", "state", "created", "expires", "roles", "label"], cells) };
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

export const keyCommands = { create, list, revoke };

function day(at: Date | null): string {
  return at === null ? "never" : at.toISOString().slice(0, 10);
}
