import { z } from "zod";
import { checkPlant, type Device, deviceSchema, plantShape } from "../hydropower/plant.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault, type FieldError } from "../kernel/fault.ts";
import { type PlantView, registerDevicesIn, registerPlantIn, requirePlantMaker, viewPlant } from "../plants/plants.ts";
import type { Tx } from "../platform/database.ts";
import type { IssuanceDeps } from "./append.ts";
import { putDesignIn, type RegisteredDesign } from "./design.ts";
import { projectDesignSchema } from "./design-schema.ts";

/** Most devices in one call; more follow one by one. */
const mostDevices = 200;

/** A plant with what belongs to it, at once: its devices, meters among them, and what it is credited by. */
export const registrationSchema = z
  .strictObject({
    ...plantShape,
    devices: z.array(deviceSchema).max(mostDevices).optional().describe("Registered with the plant"),
    design: projectDesignSchema
      .optional()
      .describe("Rulebook, crediting period, meters and grid factor, as PUT .../design takes them"),
  })
  .superRefine((plant, context) => {
    checkPlant(plant, context);
    const ids = (plant.devices ?? []).map(({ device_id }) => device_id);
    const twice = ids.findIndex((id, i) => ids.indexOf(id) < i);
    if (twice >= 0)
      context.addIssue({ code: "custom", path: ["devices", twice, "device_id"], message: "each id once" });
  });
export type Registration = z.output<typeof registrationSchema>;

export type Provisioned = PlantView & { readonly design: RegisteredDesign | undefined };

/**
 * Registers a plant with its devices and its project design in one transaction: all of it, or nothing. Each is a
 * record of the plant's chain.
 *
 * @throws {Fault} `forbidden`, `already-exists`, `invalid-request`, `rule-violated`
 */
export async function provisionPlant(deps: IssuanceDeps, actor: Actor, asked: Registration): Promise<Provisioned> {
  requirePlantMaker(actor, asked);
  return deps.db
    .of(actor.orgId)
    .transaction()
    .execute((tx) => provisionIn(deps, tx, actor.orgId, asked));
}

/** The same within a transaction. */
export async function provisionIn(
  deps: IssuanceDeps,
  tx: Tx,
  orgId: string,
  { devices = [], design, ...plant }: Registration,
): Promise<Provisioned> {
  const at = new Date(deps.clock.nowMs());
  const key = { orgId, plantId: plant.plant_id };
  await registerPlantIn(deps, tx, { orgId, plant, at });
  await registerDevicesIn(deps, tx, { key, devices: devices as readonly Device[], at });
  const registered = design && (await putDesignIn(deps, tx, { key, design, at }).catch(within("/design")));
  return { ...((await viewPlant(tx, key)) as PlantView), design: registered };
}

/** A fault of a part, with its places as they are in the whole. */
function within(pointer: string) {
  return (error: unknown): never => {
    if (!(error instanceof Fault) || error.facts.errors === undefined) throw error;
    const errors = error.facts.errors.map((one: FieldError) =>
      one.pointer === undefined ? one : { ...one, pointer: `${pointer}${one.pointer}` },
    );
    throw new Fault(error.code, error.message, { ...error.facts, errors });
  };
}
