import type { World } from "./world.ts";

/** Readings of three values, as honest ones come: each device's own seconds, one after the other, within the last days. */
export class Fleet {
  readonly #plants: number;
  readonly #name: string;
  readonly #startMs = Math.floor(Date.now() / 1000) * 1000 - 5 * 86_400_000;
  #made = 0;

  constructor(plants: number, name = "BENCH") {
    this.#plants = plants;
    this.#name = name;
  }

  /** Registers the plants, each with one turbine. @param terms what else is said of each */
  async register({ baseUrl, apiKey }: Pick<World, "baseUrl" | "apiKey">, terms: object = {}): Promise<void> {
    for (let plant = 0; plant < this.#plants; plant++) {
      const body = {
        ...{
          plant_id: `${this.#name}-${plant}`,
          name: "Bench",
          time_zone: "UTC",
          commissioned_on: "2020-01-01",
          country: "IN",
          ...terms,
        },
        ...{ rated_power_kw: 1_000, design_head_m: 45, design_flow_m3s: 2.8, turbine_type: "francis" },
        ...{ grid_factor_table: "cea-v21.0", devices: [{ device_id: `${this.#name}-T${plant}`, kind: "turbine" }] },
      };
      const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
      const answer = await fetch(`${baseUrl}/api/v1/plants`, { method: "POST", headers, body: JSON.stringify(body) });
      if (answer.status !== 201) throw new Error(`plant ${plant} was not registered: ${await answer.text()}`);
    }
  }

  /** The next reading of each plant in turn. */
  next(): string {
    const [plant, second] = [this.#made % this.#plants, Math.floor(this.#made / this.#plants)];
    this.#made++;
    const wave = 0.2 * Math.sin(second / 600 + plant);
    const flow = 2.4 + wave + ((second * 7 + plant) % 11) / 1_000;
    const readings = { flow_rate_m3s: rounded(flow), head_height_m: 45, power_output_kw: rounded(flow * 375) };
    const timestamp = new Date(this.#startMs + second * 1000).toISOString();
    return JSON.stringify({
      ...{
        plant_id: `${this.#name}-${plant}`,
        device_id: `${this.#name}-T${plant}`,
        timestamp,
        interval_s: 1,
        readings,
      },
    });
  }

  batch(count: number): Buffer {
    const lines: string[] = [];
    for (let i = 0; i < count; i++) lines.push(this.next());
    return Buffer.from(`${lines.join("\n")}\n`);
  }
}

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
