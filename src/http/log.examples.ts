/** Examples of the log's part of the OpenAPI document. A test holds each against its schema. */

const origin = "hydro-mrv.log/0x5m8q2k7t1c9v4n";
const hash = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";

export const checkpoint = `${origin}\n240\n${hash}\n\n— ${origin} ChsseA...\n`;
export const entries = "2 + 32 bytes for each of up to 256 entries";
export const tile = "32 bytes for each of up to 256 hashes";

export const logKey = {
  origin,
  verifier_key: `${origin}+0a1b2c78+AZ...`,
  network: "testnet",
  topic_id: "0.0.6255930",
  mirror_url: "https://testnet.mirrornode.hedera.com/api/v1/topics/0.0.6255930/messages",
  hashscan_url: "https://hashscan.io/testnet/topic/0.0.6255930",
  predecessors: [],
};

export const consistency = { first_size: "119", second_size: "240", hashes: [hash, hash] };
