import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { LogKeySource } from "../anchoring/identity.ts";
import type { GatewayDeps } from "../issuance/append.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Randomness } from "../kernel/time.ts";
import type { PlantDeps } from "../plants/plants.ts";
import type { Db } from "../platform/database.ts";
import type { AccountDeps } from "../tenancy/auth-deps.ts";
import type { TenancyDeps } from "../tenancy/tenancy.ts";

/** What the console's commands work with. */
export type AdminDeps = {
  /** All organisations: for the registrar's acts and the machine's own lists. */
  readonly db: Db;
  readonly tenancy: TenancyDeps;
  /** A line for programs, at once: what cannot be had again if the command ends before its answer. */
  print(line: string): void;
  /** Words beside each link, where nothing here says how others reach the gateway. */
  readonly linkDoubt?: string | undefined;
  /** Asked for only by commands that write to a plant's chain: it needs the plant secret. */
  plants(): Promise<PlantDeps>;
  /** The same over all organisations. */
  register(): Promise<GatewayDeps>;
  /** Where the log's key and topic are, by the settings: for the command that lets another log go on. */
  log(): Promise<{ readonly logKey: LogKeySource; readonly topicId: string | undefined; readonly random: Randomness }>;
  /** Asked for only by commands that work on accounts: it needs the secret for sign-in. */
  accounts(): Promise<AccountDeps>;
};

/** `out` is for programs, alone on stdout; `note` is for people, on stderr. */
export type Answer = {
  readonly out?: string;
  readonly note?: string;
  /** It was done, but not all of it: the program ends with 1. */
  readonly isPartial?: boolean;
};

/** A command checks its arguments before any database is opened. */
export type Command = {
  /** `ORG --roles ROLES`: what follows the command's name. */
  readonly usage: string;
  readonly about: string;
  /** @throws {UsageError} */
  prepare(args: readonly string[]): (deps: AdminDeps) => Promise<Answer>;
};

/** The command line cannot be understood: the message says what is missing or wrong. */
export class UsageError extends Error {}

/** The operator at the machine acts as the organisation's owner. */
export function consoleActor(orgId: string): Actor {
  return { orgId, keyId: "admin-console", roles: ["owner"] };
}

/** Options and exactly the positionals that are named. @throws {UsageError} */
export function readArguments<const N extends string, const O extends ParseArgsOptionsConfig>(
  args: readonly string[],
  names: readonly N[],
  options: O,
) {
  const { values, positionals } = parsed(args, options);
  const extra = positionals[names.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`);
  const words = Object.fromEntries(names.map((name, i) => [name, given(name, positionals[i])])) as Record<N, string>;
  return { values, words };
}

function parsed<const O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** @throws {UsageError} */
export function given(name: string, value: string | undefined): string {
  if (value === undefined || value === "") throw new UsageError(`${name} is missing.`);
  return value;
}

/** A number, or undefined where none was given. @throws {UsageError} */
export function numberIn(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new UsageError(`${name} "${text}" must be a number.`);
  return Number(text);
}

/** Rows under a heading, columns as wide as their widest cell. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [heading, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
