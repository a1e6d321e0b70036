import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { genesisRunningHash, runningHashV3 } from "../../src/kernel/running-hash.ts";

const vectors: {
  topic_id: string;
  payer_account_id: string;
  messages: {
    sequence_number: number;
    consensus_timestamp: string;
    message_base64: string;
    running_hash_base64: string;
  }[];
} = JSON.parse(readFileSync(new URL("../vectors/hcs-running-hash.json", import.meta.url), "utf8"));

function chain(change: (message: Buffer, sequence: number) => Uint8Array): string[] {
  let previous = genesisRunningHash;
  return vectors.messages.map((vector) => {
    previous = runningHashV3({
      previous,
      payer: vectors.payer_account_id,
      topicId: vectors.topic_id,
      consensusTimestamp: vector.consensus_timestamp,
      sequenceNumber: BigInt(vector.sequence_number),
      message: change(Buffer.from(vector.message_base64, "base64"), vector.sequence_number),
    });
    return Buffer.from(previous).toString("base64");
  });
}

const published = vectors.messages.map((vector) => vector.running_hash_base64);

describe("running hash, version 3", () => {
  test("equals the three hashes that the public testnet gave", () => {
    expect(published).toHaveLength(3);
    expect(chain((message) => message)).toEqual(published);
  });

  test("one changed byte in a message changes its hash and every later one", () => {
    const forged = chain((message, sequence) => (sequence === 2 ? Buffer.from("Message X") : message));
    expect(forged.map((hash, i) => hash === published[i])).toEqual([true, false, false]);
  });

  test("malformed input is refused", () => {
    const good = {
      previous: genesisRunningHash,
      payer: "0.0.2",
      topicId: "0.0.3",
      consensusTimestamp: "1683553059.977315003",
      sequenceNumber: 1n,
      message: new Uint8Array(1),
    };
    expect(runningHashV3(good)).toHaveLength(48);
    expect(() => runningHashV3({ ...good, previous: new Uint8Array(47) })).toThrow("48 bytes");
    expect(() => runningHashV3({ ...good, payer: "2" })).toThrow("SHARD.REALM.NUMBER");
    expect(() => runningHashV3({ ...good, consensusTimestamp: "1683553059.97" })).toThrow("SECONDS");
  });
});
