import { inviteRegistration } from "../tenancy/console.ts";
import { orgQuota, setOrgQuota } from "../tenancy/org-quotas.ts";
import { createOrganisation, listOrganisations } from "../tenancy/tenancy.ts";
import { type Command, given, numberIn, readArguments, table, UsageError } from "./admin-command.ts";

const create: Command = {
  usage: "ID --name NAME",
  about: "make an organisation",
  prepare(args) {
    const { values, words } = readArguments(args, ["ID"], { name: { type: "string" } });
    const name = given("--name", values.name);
    return async ({ tenancy }) => {
      await createOrganisation(tenancy, { orgId: words.ID, name });
      return {
        note: `The organisation ${words.ID} is made. Next: npm run admin -- key create ${words.ID} --roles operator,device`,
      };
    };
  },
};

const list: Command = {
  usage: "",
  about: "show all organisations",
  prepare(args) {
    readArguments(args, [], {});
    return async ({ db }) => {
      const organisations = await listOrganisations(db);
      const cells = organisations.map(({ orgId, createdAt, name }) => [orgId, createdAt.toISOString(), name]);
      return { out: table(["id", "created", "name"], cells) };
    };
  },
};

const quota: Command = {
  usage: "ID [--per-minute N] [--key-per-minute N] [--default]",
  about: "show or set how many requests an organisation, and each of its keys, may send in a minute (0: no limit)",
  prepare(args) {
    const { values, words } = readArguments(args, ["ID"], {
      "per-minute": { type: "string" },
      "key-per-minute": { type: "string" },
      default: { type: "boolean" },
    });
    const org = requestsIn("--per-minute", values["per-minute"]);
    const key = requestsIn("--key-per-minute", values["key-per-minute"]);
    return async ({ tenancy }) => {
      const found = await orgQuota(tenancy, words.ID);
      const before = values.default === true ? { orgPerMinute: null, keyPerMinute: null } : found;
      const quota = { orgPerMinute: org ?? before.orgPerMinute, keyPerMinute: key ?? before.keyPerMinute };
      const changes = org !== undefined || key !== undefined || values.default === true;
      if (changes) await setOrgQuota(tenancy, words.ID, quota);
      const cell = (limit: number | null) => (limit === null ? "default" : limit === 0 ? "no limit" : String(limit));
      return {
        out: table(
          ["requests a minute", ""],
          [
            ["organisation", cell(quota.orgPerMinute)],
            ["each key", cell(quota.keyPerMinute)],
          ],
        ),
        ...(changes && { note: "Every gateway goes by it within a minute." }),
      };
    };
  },
};

const invite: Command = {
  usage: "[--note TEXT]",
  about: "print a code for one registration over the API, where registration is by invitation",
  prepare(args) {
    const { values } = readArguments(args, [], { note: { type: "string" } });
    return async (deps) => {
      const { code, expiresAt } = await inviteRegistration(await deps.accounts(), values.note ?? "");
      return { out: code, note: `Good for one registration, until ${expiresAt.toISOString()}. It is shown only now.` };
    };
  },
};

function requestsIn(name: string, text: string | undefined): number | undefined {
  const value = numberIn(name, text);
  if (value === undefined || (Number.isInteger(value) && value <= 100_000_000)) return value;
  throw new UsageError(`${name} "${text}" must be a whole number of at most 100000000.`);
}

export const organisationCommands = { create, list, quota, invite };
