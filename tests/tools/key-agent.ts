import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDemo } from "../../src/bin/demo.ts";
import { readConfig } from "../../src/config.ts";
import { type Gateway, startGateway } from "../../src/gateway.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { LedgerWork } from "../../src/ledger/ledger.ts";
import { agentKey } from "../../src/platform/key-agent.ts";
import { parseVerifierKey } from "../../src/proof/note.ts";

/** A gateway whose log's key and supply key are in OpenSSH's own agent: what it signs, and what happens without it. */

const patienceMs = 60_000;
const dir = await mkdtemp(join(tmpdir(), "hydro-agent-"));
const socket = join(dir, "agent.sock");
const agentEnv = { ...process.env, SSH_AUTH_SOCK: socket };

function makeKey(name: string): string {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(dir, name)]);
  return execFileSync("ssh-keygen", ["-l", "-f", join(dir, name)], { encoding: "utf8" }).split(" ")[1] as string;
}

/** The 32 bytes at the end of a public key file's blob (RFC 8709 section 4). */
function rawPublic(name: string): Buffer {
  const text = execFileSync("ssh-keygen", ["-y", "-f", join(dir, name)], { encoding: "utf8" });
  return Buffer.from(text.split(" ")[1] as string, "base64").subarray(-32);
}

async function startAgent() {
  await rm(socket, { force: true });
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "inherit"] });
  await once(agent.stdout, "data");
  for (const name of ["log", "supply"]) execFileSync("ssh-add", ["-q", join(dir, name)], { env: agentEnv });
  return async () => {
    const ended = once(agent, "exit");
    agent.kill();
    await ended;
  };
}

type Demo = Awaited<ReturnType<typeof openDemo>>;

async function post(gateway: Gateway, demo: Demo, wait: number) {
  const response = await fetch(`${gateway.baseUrl}/api/v1/telemetry`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${demo.api_key}`,
      "content-type": "application/json",
      prefer: wait === 0 ? "respond-async" : `wait=${wait}`,
    },
    body: JSON.stringify({
      plant_id: demo.plant_id,
      device_id: demo.device_id,
      readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
    }),
  });
  return { status: response.status, body: (await response.json()) as { record_id: string } };
}

/** Mints with a supply key that only the agent has. */
async function mintByAgent({ localLedger }: Gateway): Promise<string> {
  assert(localLedger !== undefined);
  const { operator, network, mirrorUrl, nodeAccountIds } = localLedger;
  const supply = await agentKey(socket, "agent:supply");
  const ledger = createHederaLedger({
    network: "local",
    operatorId: operator.accountId,
    operatorKey: operator.privateKeyDer,
    nodes: network,
    mirrorUrl,
    signers: { supply },
  });
  const nodeAccountId = nodeAccountIds[0] as string;
  let no = 0;
  const done = async (work: LedgerWork, signers: readonly string[]) => {
    const transactionId = `${operator.accountId}@${Math.floor(Date.now() / 1000) - 5}.${String(++no).padStart(9, "0")}`;
    await ledger.send(await ledger.prepare(work, { transactionId, validDurationS: 60, nodeAccountId, signers }));
    for (;;) {
      const receipt = await ledger.receipt(transactionId, nodeAccountId);
      if (receipt.outcome === "final") return receipt;
    }
  };
  try {
    const supplyKey = ledger.signerKeys.supply as string;
    const treasuryAccountId = operator.accountId;
    const token = { name: "Agent", symbol: "AG", memo: "", decimals: 3, maxSupply: 10n, treasuryAccountId, supplyKey };
    const { tokenId } = await done({ kind: "create-fungible-token", ...token }, []);
    const mint = { kind: "mint", tokenId: tokenId as string, amount: 5n } as const;
    const unsigned = await done(mint, []);
    assert.equal(unsigned.status, "INVALID_SIGNATURE", "without the agent's key nothing is minted");
    return (await done(mint, ["supply"])).status;
  } finally {
    await ledger.close();
  }
}

const fingerprint = makeKey("log");
makeKey("supply");
let stopAgent = await startAgent();
const { config, secrets } = readConfig({
  DATA_DIR: join(dir, "data"),
  PORT: "0",
  LOG_LEVEL: "silent",
  KEY_AGENT_SOCKET: socket,
  LOG_KEY: `agent:${fingerprint}`,
  HEDERA_SUPPLY_KEY: "agent:supply",
});
const gateway = await startGateway(config, secrets, { processMetrics: false });
try {
  const demo = await openDemo(gateway, config.dataDir);
  const first = await post(gateway, demo, 60);
  assert.equal(first.status, 201, "a reading is anchored under a checkpoint that the agent signed");

  const keyText = await (await fetch(`${gateway.baseUrl}/log/key`, { headers: { accept: "text/plain" } })).text();
  assert.deepEqual(Buffer.from(parseVerifierKey(keyText.trim())?.publicKey ?? []), rawPublic("log"), "the log's key");

  assert.equal(await mintByAgent(gateway), "SUCCESS", "the agent's supply key mints");

  await stopAgent();
  const second = await post(gateway, demo, 2);
  assert.equal(second.status, 202, "without the agent a reading is taken in all the same, and nothing is signed");
  stopAgent = await startAgent();
  const record = `${gateway.baseUrl}/api/v1/records/${second.body.record_id}`;
  const endMs = Date.now() + patienceMs;
  let state = "pending";
  while (state !== "anchored" && Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const answer = await fetch(record, { headers: { authorization: `Bearer ${demo.api_key}` } });
    state = ((await answer.json()) as { anchor: { state: string } }).anchor.state;
  }
  assert.equal(state, "anchored", "an agent that is back signs what waited for it");
} finally {
  await gateway.stop();
  await stopAgent();
  await rm(dir, { recursive: true, force: true });
}
