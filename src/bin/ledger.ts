import { parseArgs } from "node:util";
import { startLocalLedger } from "../ledger/local/node.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: "./data/ledger" },
    host: { type: "string", default: "127.0.0.1" },
    "grpc-port": { type: "string", default: "50211" },
    "mirror-port": { type: "string", default: "5551" },
    "latency-ms": { type: "string", default: "1" },
    "fault-control": { type: "boolean", default: false },
  },
});

try {
  const ledger = await startLocalLedger({
    dataDir: values.data,
    host: values.host,
    grpcPort: Number(values["grpc-port"]),
    mirrorPort: Number(values["mirror-port"]),
    consensusLatencyMs: Number(values["latency-ms"]),
    faultControl: values["fault-control"],
    log: console.error,
  });
  console.log(`Local ledger, data in ${values.data}. It proves nothing to others.
  network   ${JSON.stringify(ledger.network)}
  mirror    ${ledger.mirrorUrl}/api/v1
  operator  ${ledger.operator.accountId}, public key ${ledger.operator.publicKeyHex} (ed25519)
  key       ${ledger.operator.privateKeyDer}
With the SDK: Client.forNetwork(network, { scheduleNetworkUpdate: false }).setOperator(operator, key).`);
  const stop = () => void ledger.close().then(() => process.exit(0));
  process.once("SIGINT", stop).once("SIGTERM", stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
