import { listOwnKeys, type Rotation, rotateKey } from "../tenancy/keys.ts";
import type { StoredKey } from "../tenancy/store.ts";
import { type AdminDeps, type Answer, type Command, consoleActor, readArguments, UsageError } from "./admin-command.ts";
import { readInstant, readRoles } from "./admin-values.ts";

/** How long old keys work beside the new ones where nobody says otherwise, and at most, days. */
const overlapDays = 7;
const mostOverlapDays = 30;

/** Puts new keys in the place of many, one by one, so that whoever holds them changes over without a gap. */
export const rotate: Command = {
  usage:
    "ORG (--keys ID,ID | --made-before DATE) [--roles ROLE,ROLE] [--overlap-days N] [--expires DATE|never] [--dry-run]",
  about: `put new keys in the place of some; the old ones work for ${overlapDays} days more. Prints CSV, each line as its key is made`,
  prepare(args) {
    const text = { type: "string" } as const;
    const { values, words } = readArguments(args, ["ORG"], {
      ...{ keys: text, "made-before": text, roles: text, "overlap-days": text, expires: text },
      "dry-run": { type: "boolean" },
    });
    const chosen = chooser(values);
    const rotation = rotationOf(values);
    return (deps) => rotateAll(deps, words.ORG, { chosen, rotation, isDry: values["dry-run"] === true });
  },
};

type Values = Readonly<Partial<Record<"keys" | "made-before" | "roles" | "overlap-days" | "expires", string>>>;

function chooser(values: Values): (key: StoredKey) => boolean {
  const { keys, "made-before": date, roles: names } = values;
  if ((keys === undefined) === (date === undefined)) throw new UsageError("Say --keys or --made-before, one of them.");
  const ids = keys?.split(",").map((id) => id.trim());
  const before = date === undefined ? undefined : readInstant("--made-before", date);
  const roles = names === undefined ? undefined : readRoles(names);
  return (key) =>
    (ids === undefined || ids.includes(key.keyId)) &&
    (before === undefined || key.createdAt.getTime() < before) &&
    (roles === undefined || key.roles.every((role) => roles.includes(role)));
}

function rotationOf({ "overlap-days": days = String(overlapDays), expires }: Values): Rotation {
  if (!/^\d{1,2}$/.test(days) || Number(days) > mostOverlapDays)
    throw new UsageError(`--overlap-days "${days}" must be a whole number from 0 to ${mostOverlapDays}.`);
  const overlapS = Number(days) * 86_400;
  if (expires === undefined) return { overlapS };
  return { overlapS, expiresAt: expires === "never" ? null : new Date(readInstant("--expires", expires)) };
}

type Asked = {
  readonly chosen: (key: StoredKey) => boolean;
  readonly rotation: Rotation;
  readonly isDry: boolean;
};

async function rotateAll(deps: AdminDeps, orgId: string, { chosen, rotation, isDry }: Asked): Promise<Answer> {
  const { tenancy, print } = deps;
  const actor = consoleActor(orgId);
  const keys = (await listOwnKeys(tenancy, actor)).filter((key) => key.state === "active" && chosen(key));
  if (keys.length === 0) return { note: `No key of ${orgId} that is in use was chosen.` };
  print(csvLine(["replaces", "label", "plants", "devices", "last_used_at", "key_id", "api_key", "old_ends_at"]));
  let done = 0;
  for (const key of keys) {
    if (isDry) {
      print(csvLine([...described(key), "", "", ""]));
      continue;
    }
    try {
      const { created, endsAt } = await rotateKey(tenancy, actor, key.keyId, rotation);
      // Said before the next is made: what was made is shown once, whatever becomes of the rest.
      print(csvLine([...described(key), created.keyId, created.text, endsAt.toISOString()]));
      done++;
    } catch (error) {
      const left = `${keys.length - done} keys are as they were; the same command goes on with them.`;
      return { note: `The key ${key.keyId} has no successor: ${(error as Error).message} ${left}`, isPartial: true };
    }
  }
  if (isDry) return { note: `${keys.length} keys would get a successor.` };
  return { note: `${done} keys have successors, shown only now and kept nowhere: store them safely.` };
}

const described = ({ keyId, label, plants, devices, lastUsedAt }: StoredKey): string[] => [
  keyId,
  label,
  (plants ?? []).join(" "),
  (devices ?? []).join(" "),
  lastUsedAt?.toISOString() ?? "",
];

const csvLine = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
