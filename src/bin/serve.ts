import { readConfig } from "../config.ts";
import { startGateway } from "../gateway.ts";
import { SettingError } from "../kernel/setting-error.ts";
import { openDemo } from "./demo.ts";
import { welcome } from "./welcome.ts";

/** How the C library handles this process's memory (node-flags.json) is settled: PostgreSQL, which it starts, has its own way. */
for (const name of Object.keys(process.env)) if (name.startsWith("MALLOC_")) delete process.env[name];

// Who read what is said here may be gone, a closed terminal or a collector of logs: that is no end of the gateway.
for (const said of [process.stdout, process.stderr]) said.on("error", () => undefined);

/** EX_CONFIG of sysexits(3): no further start will do better, which a service manager is told by it. */
const wrongSetting = 78;

async function main(): Promise<void> {
  const { config, secrets } = readConfig(process.env);
  const gateway = await startGateway(config, secrets);
  const demo =
    config.network === "local" && config.databaseUrl === undefined
      ? await openDemo(gateway, config.dataDir)
      : undefined;
  console.log(welcome(gateway, config.network, demo));

  let stopping = false;
  const stop = async (why: string, after: number) => {
    if (stopping) return;
    stopping = true;
    console.log(`\n${why}: stopping; everything accepted is kept.`);
    const code = await gateway.stop().then(
      () => after,
      (error: unknown) => {
        // Of what went with its database nothing else can be said.
        if (after === 0) console.error(error);
        return 1;
      },
    );
    process.exit(code);
  };
  // Up again by whatever starts it: nothing that it would do without its database is worth staying for.
  void gateway.failed.then((why) => stop(why, 1));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(signal, 0));
}

main().catch((error: Error) => {
  // One sentence for a wrong setting, a taken port or a database of another ledger; no stack in a user's face.
  console.error(`The gateway did not start. ${error.message}`);
  process.exit(error instanceof SettingError ? wrongSetting : 1);
});
