import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ZodType, z } from "zod";
import { deviceKinds, deviceSchema, type Plant, turbineTypes } from "../hydropower/plant.ts";
import { provisionPlant, registrationSchema } from "../issuance/provision.ts";
import { Fault } from "../kernel/fault.ts";
import { importPlants } from "../plants/import.ts";
import { plantNotFound, registerDevice } from "../plants/plants.ts";
import * as store from "../plants/store.ts";
import { organisationExists } from "../tenancy/store.ts";
import { registrarOrg } from "../tenancy/tenancy.ts";
import {
  type AdminDeps,
  type Command,
  consoleActor,
  given,
  numberIn,
  readArguments,
  table,
  UsageError,
} from "./admin-command.ts";

const pageSize = 500;

const plantFlags = {
  file: { type: "string" },
  id: { type: "string" },
  name: { type: "string" },
  "time-zone": { type: "string" },
  commissioned: { type: "string" },
  "rated-kw": { type: "string" },
  "head-m": { type: "string" },
  "flow-m3s": { type: "string" },
  turbine: { type: "string" },
  country: { type: "string" },
  "grid-table": { type: "string" },
} as const;

const createPlant: Command = {
  usage:
    "ORG --file plant.json | ORG --id ID --name NAME --time-zone ZONE --commissioned DATE --rated-kw KW --head-m M [--flow-m3s Q] [--turbine TYPE] [--country CC] [--grid-table ID]",
  about: `register a plant; the file is the body of POST /api/v1/plants; turbines: ${turbineTypes.join(", ")}`,
  prepare(args) {
    const { values, words } = readArguments(args, ["ORG"], plantFlags);
    const { file, ...flags } = values;
    if (file !== undefined && Object.keys(flags).length > 0)
      throw new UsageError("Give --file or single options, not both.");
    const plant = checked(registrationSchema, file === undefined ? plantFromFlags(flags) : jsonIn(file));
    return async (deps) => {
      await requireOrganisation(deps, words.ORG);
      await provisionPlant(await deps.plants(), consoleActor(words.ORG), plant);
      const next = `npm run admin -- device create ${words.ORG} ${plant.plant_id} --id ID --kind ${deviceKinds.join("|")}`;
      return { note: `The plant ${plant.plant_id} is registered. Next: ${next}` };
    };
  },
};

const importAll: Command = {
  usage: "ORG --file plants.csv [--dry-run]",
  about: "register the plants of a CSV table, as POST /api/v1/plants/import does; --dry-run keeps nothing",
  prepare(args) {
    const options = { file: { type: "string" }, "dry-run": { type: "boolean", default: false } } as const;
    const { values, words } = readArguments(args, ["ORG"], options);
    const text = textIn(given("--file", values.file));
    return async (deps) => {
      await requireOrganisation(deps, words.ORG);
      const dryRun = values["dry-run"];
      const { rows, counts } = await importPlants(await deps.plants(), consoleActor(words.ORG), text, { dryRun });
      const cells = rows.map(({ line, plantId, outcome, errors }) => [
        ...[String(line), plantId ?? "", outcome],
        errors.map(({ column, detail }) => `${column}: ${detail}`).join("; "),
      ]);
      const { created, completed, unchanged, refused } = counts;
      const sum = `${created} created, ${completed} completed, ${unchanged} unchanged, ${refused} refused`;
      const note = dryRun ? `${sum}; a dry run: nothing was kept.` : `${sum}.`;
      return { out: table(["line", "plant", "outcome", "why"], cells), note, isPartial: refused > 0 };
    };
  },
};

const listAllPlants: Command = {
  usage: "ORG",
  about: "show an organisation's plants",
  prepare(args) {
    const { words } = readArguments(args, ["ORG"], {});
    return async (deps) => {
      await requireOrganisation(deps, words.ORG);
      const plants: Plant[] = [];
      for (let after: string | undefined = ""; after !== undefined; ) {
        const page = await store.listPlants(deps.tenancy.db.of(words.ORG), words.ORG, after, pageSize);
        plants.push(...page);
        after = page.length < pageSize ? undefined : page.at(-1)?.plant_id;
      }
      const cells = plants.map((plant) => [
        ...[plant.plant_id, String(plant.rated_power_kw), plant.commissioned_on, plant.time_zone, plant.name],
      ]);
      return { out: table(["plant", "rated kW", "commissioned", "time zone", "name"], cells) };
    };
  },
};

const createDevice: Command = {
  usage: "ORG PLANT --id ID --kind KIND [--name NAME] [--rated-kw KW]",
  about: `register a device; kinds: ${deviceKinds.join(", ")}`,
  prepare(args) {
    const text = { type: "string" } as const;
    const options = { id: text, kind: text, name: text, "rated-kw": text };
    const { values, words } = readArguments(args, ["ORG", "PLANT"], options);
    const { id, kind, name } = values;
    const rated = numberIn("--rated-kw", values["rated-kw"]);
    const device = checked(deviceSchema, present({ device_id: id, kind, name, rated_power_kw: rated }));
    return async (deps) => {
      await requireOrganisation(deps, words.ORG);
      await registerDevice(await deps.plants(), consoleActor(words.ORG), words.PLANT, device);
      return { note: `The device ${device.device_id} is registered at ${words.PLANT}.` };
    };
  },
};

const listDevices: Command = {
  usage: "ORG PLANT",
  about: "show a plant's devices",
  prepare(args) {
    const { words } = readArguments(args, ["ORG", "PLANT"], {});
    return async (deps) => {
      if ((await store.findPlant(deps.tenancy.db.of(words.ORG), words.ORG, words.PLANT)) === undefined)
        throw plantNotFound(words.PLANT);
      const devices = await store.listDevices(deps.tenancy.db.of(words.ORG), words.ORG, words.PLANT);
      const cells = devices.map((device) => [device.device_id, device.kind, device.name ?? ""]);
      return { out: table(["device", "kind", "name"], cells) };
    };
  },
};

export const plantCommands = { create: createPlant, import: importAll, list: listAllPlants };
export const deviceCommands = { create: createDevice, list: listDevices };

type PlantFlags = { readonly [name in Exclude<keyof typeof plantFlags, "file">]?: string | undefined };

function plantFromFlags(flags: PlantFlags): unknown {
  return present({
    plant_id: flags.id,
    name: flags.name,
    time_zone: flags["time-zone"],
    commissioned_on: flags.commissioned,
    rated_power_kw: numberIn("--rated-kw", flags["rated-kw"]),
    design_head_m: numberIn("--head-m", flags["head-m"]),
    design_flow_m3s: numberIn("--flow-m3s", flags["flow-m3s"]),
    turbine_type: flags.turbine,
    country: flags.country,
    grid_factor_table: flags["grid-table"],
  });
}

function present(members: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function textIn(file: string): string {
  try {
    return readFileSync(resolve(process.env.INIT_CWD ?? "", file), "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

function jsonIn(file: string): unknown {
  const text = textIn(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${(error as Error).message}.`);
  }
}

function checked<S extends ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`);
  throw new UsageError(`This cannot be registered: ${places.join("; ")}.`);
}

async function requireOrganisation({ tenancy }: AdminDeps, orgId: string): Promise<void> {
  if (orgId === registrarOrg) throw new Fault("invalid-request", "The registrar has no plants.");
  if (await organisationExists(tenancy.db.of(orgId), orgId)) return;
  throw new Fault("not-found", `There is no organisation ${orgId}.`);
}
