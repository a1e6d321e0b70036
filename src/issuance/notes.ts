import { type ProgrammeNotes, programmeNotes } from "../carbon/programmes.ts";
import { isoFromMs } from "../kernel/time.ts";
import { findPlant, type PlantKey } from "../plants/store.ts";
import type { Db } from "../platform/database.ts";
import { findDesign } from "./store.ts";

/** What is known of programmes for a plant as it is designed: country and size, at the start of its crediting. */
export async function notesOf(db: Db, key: PlantKey, nowMs: number): Promise<ProgrammeNotes> {
  const plant = await findPlant(db, key.orgId, key.plantId);
  const design = (await findDesign(db, key))?.design;
  return programmeNotes({
    country: design?.design.country ?? plant?.country,
    capacityW: BigInt(design?.design.cap_pj_w ?? Math.round((plant?.rated_power_kw ?? 0) * 1000)),
    date: design?.crediting.start ?? isoFromMs(nowMs).slice(0, 10),
  });
}

export type { ProgrammeNotes } from "../carbon/programmes.ts";
