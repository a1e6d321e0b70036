import { inviteRegistration } from "../tenancy/console.ts";
import { createOrganisation, listOrganisations } from "../tenancy/tenancy.ts";
import { type Command, given, readArguments, table } from "./admin-command.ts";

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
    return async ({ tenancy }) => {
      const organisations = await listOrganisations(tenancy.db);
      const cells = organisations.map(({ orgId, createdAt, name }) => [orgId, createdAt.toISOString(), name]);
      return { out: table(["id", "created", "name"], cells) };
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

export const organisationCommands = { create, list, invite };
