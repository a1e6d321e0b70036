import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  type Certified,
  certificateDocument,
  certificateUri,
  describeCollection,
  longestBase,
} from "../../src/issuance/certificate.ts";
import { compareCertificates } from "../../src/issuance/certificate-check.ts";

const certified: Certified = {
  rulebook: "acm0002-v22.0",
  vintage: 2025,
  unitG: 1_000n,
  network: "testnet",
  amount: 273_170n,
  statementSha256: "c".repeat(64),
  mints: [{ amount: 273_170n, tokenId: "0.0.7", transactionId: "0.0.5@1.000000001", messageTransactionId: null }],
};

const read = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

test("the document says what was issued in the form of HIP-412, with its picture inside", () => {
  const document = read(certificateDocument(certified));
  expect(document).toMatchObject({ format: "HIP412@2.0.0", type: "image/svg+xml", properties: { label: "issued" } });
  expect(document.name).toBe("273.170 tCO2e, acm0002-v22.0, vintage 2025");
  const picture = Buffer.from(document.image.replace("data:image/svg+xml;base64,", ""), "base64");
  expect(picture.toString()).toMatch(/^<svg .*273\.170 tCO2e.*<\/svg>$/);
  expect(document.checksum).toBe(createHash("sha256").update(picture).digest("hex"));
});

test.each([
  [1n, 1_000n, "0.001"],
  [1_000n, 1_000n, "1.000"],
  [8n, 1_000_000n, "8"],
])("%d units of %d g are exactly %s t", (amount, unitG, tonnes) => {
  expect(read(certificateDocument({ ...certified, amount, unitG })).name).toMatch(new RegExp(`^${tonnes} tCO2e`));
});

test("an address ends in the digest and fits into an NFT's metadata, or is refused", () => {
  const sha256 = "d".repeat(64);
  const base = `https://${"a".repeat(longestBase - 8)}`;
  expect(certificateUri(base, sha256)).toBe(`${base}/c/${sha256}`);
  expect(Buffer.byteLength(certificateUri(base, sha256))).toBe(100);
  expect(() => certificateUri(`${base}a`, sha256)).toThrow(RangeError);
});

test("collections of one kind are told apart by their series", () => {
  const names = [1, 2].map((series) => describeCollection({ ...certified, series }).name);
  expect(names).toEqual([
    "Hydro MRV certificates acm0002-v22.0 2025",
    "Hydro MRV certificates acm0002-v22.0 2025, series 2",
  ]);
});

const ordered = (intentId: string, settledMs?: number) => ({
  ...{ intentId, uri: `uri ${intentId}`, sha256: new Uint8Array(32), tokenId: "0.0.8", serial: null },
  state: "minted" as const,
  transactionId: `tx ${intentId}`,
  mintedAt: settledMs === undefined ? null : new Date(settledMs),
});
const shown = (serial: bigint, uri: string) => ({ serial, metadata: new TextEncoder().encode(uri) });

test("serials that nobody ordered, that come twice or are missing are named", () => {
  const all = [ordered("a"), ordered("b", 1_000_000)];
  const both = [shown(1n, "uri a"), shown(2n, "uri b")];
  expect(compareCertificates(both, all, "9999.000000000")).toEqual({
    serials: new Map([
      ["a", 1n],
      ["b", 2n],
    ]),
    odd: [],
    missing: undefined,
  });
  const more = [...both, shown(3n, "uri c"), shown(4n, "uri a")];
  const { odd } = compareCertificates(more, all, undefined);
  expect(odd.map(({ serial }) => serial)).toEqual([3n, 4n]);
  const only = [shown(1n, "uri a")];
  expect(compareCertificates(only, all, "1100.000000000").missing).toBeUndefined();
  expect(compareCertificates(only, all, "9999.000000000").missing).toMatchObject({ transactionId: "tx b" });
});
