import { inviteUser, linksFor, listAllUsers, lockUser, setRoles, unlockUser } from "../tenancy/console.ts";
import type { OneUseLink } from "../tenancy/links.ts";
import { type AdminDeps, type Answer, type Command, given, readArguments, table, UsageError } from "./admin-command.ts";
import { readRoles } from "./admin-values.ts";

const text = { type: "string" } as const;

const create: Command = {
  usage: "EMAIL --org ORG --roles ROLE,ROLE [--name TEXT]",
  about: "invite somebody to an organisation; prints the link with which the account and its password are made",
  prepare(args) {
    const { values, words } = readArguments(args, ["EMAIL"], { org: text, roles: text, name: text });
    const email = readEmail(words.EMAIL);
    const roles = readRoles(given("--roles", values.roles));
    const input = { email, orgId: given("--org", values.org), roles, name: values.name ?? email };
    return async (deps) => linkAnswer(deps, email, [await inviteUser(await deps.accounts(), input)]);
  },
};

const link: Command = {
  usage: "EMAIL",
  about: "print the links somebody waits for: to join an organisation, and with an account to set a new password",
  prepare(args) {
    const email = readEmail(readArguments(args, ["EMAIL"], {}).words.EMAIL);
    return async (deps) => linkAnswer(deps, email, await linksFor(await deps.accounts(), email));
  },
};

const list: Command = {
  usage: "[--org ORG]",
  about: "show all users with their organisations and roles",
  prepare(args) {
    const { values } = readArguments(args, [], { org: text });
    return async (deps) => {
      const users = await listAllUsers(deps);
      const cells = users.flatMap(({ user, memberships }) =>
        (memberships.length === 0 ? [undefined] : memberships)
          .filter((one) => values.org === undefined || one?.orgId === values.org)
          .map((one) => [
            ...[user.email, user.userId, user.lockedAt === null ? "in use" : "locked"],
            ...[one?.orgId ?? "none", one?.roles.join(",") ?? "", user.name],
          ]),
      );
      return { out: table(["address", "user", "state", "organisation", "roles", "name"], cells) };
    };
  },
};

const lock: Command = {
  usage: "EMAIL",
  about: "end all sessions of a user at once, and let no new one begin",
  prepare(args) {
    const email = readEmail(readArguments(args, ["EMAIL"], {}).words.EMAIL);
    return async (deps) => {
      const ended = await lockUser(await deps.accounts(), email);
      return { note: `${email} is locked; ${ended} sessions are ended.` };
    };
  },
};

const unlock: Command = {
  usage: "EMAIL [--remove-second-factor]",
  about: "let a user in again, after a lock or too many failed attempts",
  prepare(args) {
    const { values, words } = readArguments(args, ["EMAIL"], { "remove-second-factor": { type: "boolean" } });
    const email = readEmail(words.EMAIL);
    return async (deps) => {
      await unlockUser(await deps.accounts(), email, values["remove-second-factor"] ?? false);
      return { note: `${email} can sign in again.` };
    };
  },
};

const role: Command = {
  usage: "EMAIL ORG --roles ROLE,ROLE",
  about: "set what a member may do; it holds from the next call on",
  prepare(args) {
    const { values, words } = readArguments(args, ["EMAIL", "ORG"], { roles: text });
    const email = readEmail(words.EMAIL);
    const roles = readRoles(given("--roles", values.roles));
    return async (deps) => {
      await setRoles(await deps.accounts(), email, words.ORG, roles);
      return { note: `${email} is ${roles.join(", ")} in ${words.ORG}.` };
    };
  },
};

export const userCommands = { create, list, lock, unlock, link, role };

function readEmail(email: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new UsageError(`"${email}" is no e-mail address.`);
}

function linkAnswer({ linkDoubt }: AdminDeps, email: string, links: readonly OneUseLink[]): Answer {
  const notes = links.map((one, i) => `${links.length > 1 ? `${i + 1}. ` : ""}${noteOf(email, one)}`);
  return {
    out: links.map(({ url }) => url).join("\n"),
    note: [...notes, ...(linkDoubt === undefined ? [] : [linkDoubt])].join("\n"),
  };
}

function noteOf(email: string, { kind, expiresAt, organisation = "" }: OneUseLink): string {
  const joins = `joins ${organisation}, and makes the account with its password if there is none`;
  const does = kind === "join" ? joins : "sets a new password";
  return `For ${email}: ${does}. It works once, until ${expiresAt.toISOString()}.`;
}
