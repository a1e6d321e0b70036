import { expect, test } from "vitest";
import { telemetrySchema } from "../../src/hydropower/reading.ts";
import { runSimulate } from "../../src/simulator/simulate.ts";

async function simulate(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runSimulate(argv, undefined, {
    out: async (text) => void out.push(text),
    err: (text) => void err.push(text),
    signal: new AbortController().signal,
  });
  return { code, lines: out.join("").trimEnd().split("\n"), out: out.join(""), err: err.join("") };
}

test("every line is a body of the main call, five minutes after the other", async () => {
  const { code, lines } = await simulate("--seed", "4", "--days", "2");
  expect(code).toBe(0);
  expect(lines.length).toBeGreaterThan(550);
  const bodies = lines.map((line) => telemetrySchema.parse(JSON.parse(line)));
  expect(new Set(bodies.map(({ plant_id }) => plant_id))).toEqual(new Set(["SIM-4"]));
  expect(new Set(bodies.map(({ interval_s }) => interval_s))).toEqual(new Set([300]));
});

test("labelled lines say what is true beside what is sent", async () => {
  const { lines } = await simulate(
    "--labelled",
    "--days",
    "4",
    "--cheat",
    "constant-inflation",
    "--size",
    "0.2",
    "--cheat-from",
    "1",
  );
  const told = lines.map((line) => JSON.parse(line) as { truth: string; sent_at: string; body: { timestamp: string } });
  expect(new Set(told.map(({ truth }) => truth))).toEqual(new Set(["honest", "constant-inflation"]));
  const first = told.find(({ truth }) => truth !== "honest");
  expect(first?.body.timestamp.startsWith("2025-01-02")).toBe(true);
});

test("the registration is what the gateway wants to hear first", async () => {
  const { out } = await simulate("--registration", "--seed", "9");
  const { plant, device } = JSON.parse(out) as { plant: { plant_id: string }; device: { kind: string } };
  expect(plant.plant_id).toBe("SIM-9");
  expect(device.kind).toBe("station");
});

test.each([
  [["--cheat", "unheard-of"], "--cheat"],
  [["--days", "none"], "--days"],
  [["--seed", "1.5"], "--seed"],
  [["--start", "yesterday"], "--start"],
  [["--url", "gateway.example"], "--url"],
  [["--url", "http://gateway.example"], "HYDRO_API_KEY"],
  [["--colour", "blue"], "--colour"],
])("%j ends with 2 and names what is wrong", async (argv, named) => {
  const { code, err, out } = await simulate(...argv);
  expect(code).toBe(2);
  expect(err).toContain(named);
  expect(out).toBe("");
});

test("help names every cheat and setting", async () => {
  const { code, out } = await simulate("--help");
  expect(code).toBe(0);
  for (const word of ["--seed", "--url", "--key", "replayed-day", "meter-swap"]) expect(out).toContain(word);
});
