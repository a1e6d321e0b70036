import { parseArgs } from "node:util";
import { wholeNumber } from "../config-env.ts";
import { startLocalLedger } from "../ledger/local/node.ts";

const usage = `A Hedera network of three nodes on this machine, with its mirror. It proves nothing to others.

  npm run ledger -- [--data FOLDER] [--host ADDRESS] [--grpc-port N] [--mirror-port N] [--latency-ms N] [--fault-control]

  --data FOLDER     where it keeps what it knows (./data/ledger)
  --host ADDRESS    where it listens (127.0.0.1)
  --grpc-port N     of the first node (50211), the others next to it; 0: any free ones
  --mirror-port N   of the mirror's REST face (5551); 0: any free one
  --latency-ms N    from a node's answer to consensus (1)
  --fault-control   lets tests have it lose, delay and refuse`;

function optionsOf(argv: readonly string[]) {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ data: text("./data/ledger"), host: text("127.0.0.1") },
      ...{ "grpc-port": text("50211"), "mirror-port": text("5551"), "latency-ms": text("1") },
      ...{ "fault-control": { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    } as const,
  });
  const number = (name: "grpc-port" | "mirror-port" | "latency-ms", most: number) =>
    wholeNumber({ [`--${name}`]: values[name] }, `--${name}`, 0, most);
  return {
    isHelp: values.help,
    dataDir: values.data,
    host: values.host,
    grpcPort: number("grpc-port", 65_535),
    mirrorPort: number("mirror-port", 65_535),
    consensusLatencyMs: number("latency-ms", 600_000),
    faultControl: values["fault-control"],
  };
}

async function run({ isHelp, ...options }: ReturnType<typeof optionsOf>): Promise<void> {
  if (isHelp) return console.log(usage);
  const ledger = await startLocalLedger({ ...options, log: console.error });
  console.log(`Local ledger, data in ${options.dataDir}. It proves nothing to others.
  network   ${JSON.stringify(ledger.network)}
  mirror    ${ledger.mirrorUrl}/api/v1
  operator  ${ledger.operator.accountId}, public key ${ledger.operator.publicKeyHex} (ed25519)
  key       ${ledger.operator.privateKeyDer}
With the SDK: Client.forNetwork(network, { scheduleNetworkUpdate: false }).setOperator(operator, key).`);
  const stop = () => void ledger.close().then(() => process.exit(0));
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error)).split("\n")[0];

let options: ReturnType<typeof optionsOf> | undefined;
try {
  options = optionsOf(process.argv.slice(2));
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 2;
}
if (options !== undefined) {
  await run(options).catch((error: unknown) => {
    console.error(sentence(error));
    process.exit(1);
  });
}
