import { once } from "node:events";
import { runSimulate } from "../simulator/simulate.ts";

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
// Whoever reads the output may leave before its end, as `head` does.
process.stdout.on("error", () => process.exit(0));

process.exitCode = await runSimulate(process.argv.slice(2), process.env.HYDRO_API_KEY, {
  out: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  },
  err: (text) => process.stderr.write(text),
  signal: stop.signal,
});
