import type { IssuanceDeps } from "../src/issuance/append.ts";
import { putDesign } from "../src/issuance/design.ts";
import { projectDesignSchema } from "../src/issuance/design-schema.ts";
import type { Actor } from "../src/kernel/actor.ts";
import { registerDevice, registerPlant } from "../src/plants/plants.ts";

/** A greenfield plant of 6 MW with one main meter, whose serial is the plant's id, and a design. */
export async function registerMeteredPlant(
  deps: IssuanceDeps,
  actor: Actor,
  plantId: string,
  deviceId: string,
): Promise<void> {
  const plant = { time_zone: "UTC", commissioned_on: "2020-01-01", rated_power_kw: 6_000, design_head_m: 45 };
  await registerPlant(deps, actor, { plant_id: plantId, name: "Bench", ...plant });
  await registerDevice(deps, actor, plantId, { device_id: deviceId, kind: "meter" });
  const meter = {
    device_id: deviceId,
    role: "main",
    serial: plantId,
    accuracy_class: "0.2S",
    mpe_pct: "0.2",
    calibrations: [{ on: "2024-01-01", valid_until: "2030-01-01" }],
  };
  const design = projectDesignSchema.parse({
    rulebook: "acm0002-v22.0",
    grid: { ef_om: "0.9646", ef_bm: "0.5119" },
    design: { project_type: "greenfield", reservoir: "none", cap_pj_w: "6000000" },
    crediting: { kind: "7x3", start: "2024-01-01" },
    meters: [meter],
  });
  await putDesign(deps, actor, plantId, design);
}
