import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { archive } from "../../../src/audit/bundle/archive.ts";
import { openInvitedBundle } from "../../../src/audit/bundle/seal.ts";
import { readTarHeader } from "../../../src/audit/bundle/tar.ts";
import { ChainCheck } from "../../../src/audit/chain-check.ts";
import { exportInvited } from "../../../src/issuance/invitations.ts";
import { sha256Hex } from "../../../src/kernel/canonical.ts";
import { formatVerifierKey, verifierKeyOf } from "../../../src/proof/note.ts";
import { actorOf } from "../../issuance/parties.ts";
import { audit } from "../support.ts";
import { type BundleWorld, bundleWorld } from "./world.ts";

type Place = { readonly path: string; readonly header: number; readonly start: number; readonly size: number };

/** Where the files of an archive lie. */
function placesIn(tar: Buffer): Place[] {
  const places: Place[] = [];
  for (let at = 0; ; ) {
    const entry = readTarHeader(tar.subarray(at, at + 512));
    if (entry === undefined) return places;
    places.push({ ...entry, header: at, start: at + 512 });
    at += 512 + Math.ceil(entry.size / 512) * 512;
  }
}

let world: BundleWorld;
let folder: string;
let first: string;
let third: string;
let issuance: string;
let file: string;
let tar: Buffer;

beforeAll(async () => {
  world = await bundleWorld();
  folder = await mkdtemp(join(tmpdir(), "hydro-bundle-"));
  first = await world.closedDay(1);
  await world.closedDay(2);
  third = await world.closedDay(3);
  issuance = await world.verified(third);
  await world.made(third);
  tar = await world.bytes("owner", `${third}/bundle`);
  file = join(folder, "bundle.tar");
  await writeFile(file, tar);
}, 60_000);
afterAll(async () => {
  await world.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

async function audited(bytes: Uint8Array, ...more: string[]) {
  const name = join(folder, "other.tar");
  await writeFile(name, bytes);
  return audit(["bundle", name, ...more]);
}

/** The archive with one file changed and a manifest that fits: what somebody would hand out who knows the format. */
async function forged(path: string, change: (content: Buffer) => Buffer): Promise<Uint8Array> {
  const files = placesIn(tar)
    .filter((place) => place.path !== "manifest.json")
    .map((place) => {
      const content = tar.subarray(place.start, place.start + place.size);
      return { path: place.path, content: place.path === path ? change(content) : content };
    });
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive(files, {})) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

const brokenLine = (out: string) => out.split("\n").find((line) => line.startsWith("BROKEN  ")) ?? out;

describe("the evidence bundle of a verified period", () => {
  test("is replayed offline from the state that the closing before vouches for, and holds", async () => {
    const { code, out } = await audit(["bundle", file]);
    expect(out).toMatch(/HOLDS/);
    expect(code).toBe(0);
    expect(out).toMatch(/verified statement/);
    expect(out).toMatch(/statements +1 statement made again/);
    expect(out).toMatch(/accreditation +1 step/);
    expect(placesIn(tar).map(({ path }) => path)).toContain("assessment.json");
  });

  test("is the same for ever, for the auditor and for the invited verifier, and for nobody else", async () => {
    const answer = await world.request("auditor", "GET", `${third}/bundle`);
    expect(answer.headers.get("content-length")).toBe(String(tar.length));
    const digest = Buffer.from(sha256Hex(tar), "hex").toString("base64");
    expect(answer.headers.get("repr-digest")).toBe(`sha-256=:${digest}:`);
    expect(Buffer.from(await answer.arrayBuffer()).equals(tar)).toBe(true);
    const { items } = (await world.call("verifier", "GET", "/api/v1/invitations")).body;
    const invited = `/api/v1/invitations/${items[0].invitation_id}/bundle`;
    expect((await world.bytes("verifier", invited)).equals(tar)).toBe(true);
    expect((await world.request("issuer", "GET", invited)).status).toBe(404);
    expect((await world.request("verifier", "GET", `${third}/bundle`)).status).toBe(404);
    const again = await world.call("operator", "POST", `${third}/bundles`);
    expect(again).toMatchObject({ status: 200, body: { bundle_no: 1, sha256: sha256Hex(tar) } });
  });

  test("one altered byte in any file is found, and the file is named", async () => {
    for (const { path, start, size } of placesIn(tar)) {
      const { code, out } = await audited(flipped(tar, start + Math.floor(size / 2)));
      expect(code, path).toBe(1);
      expect(brokenLine(out)).toContain(path);
    }
  });

  test.each([
    ["name", 2],
    ["mode", 104],
    ["owner", 110],
    ["size", 134],
    ["time", 140],
    ["sum", 150],
    ["kind", 156],
    ["magic", 258],
    ["unused end", 400],
  ])("one altered byte in a header is found: %s", async (_what, offset) => {
    for (const { path, header } of placesIn(tar)) {
      const { code, out } = await audited(flipped(tar, header + offset));
      expect(code, path).toBe(1);
      expect(brokenLine(out)).toMatch(/archive/);
    }
  });

  test("an altered byte between and behind the files is found, and so is a missing or added end", async () => {
    const uneven = placesIn(tar).find(({ size }) => size % 512 !== 0);
    const { path, start, size } = uneven as Place;
    expect(brokenLine((await audited(flipped(tar, start + size))).out)).toContain(path);
    for (const other of [
      flipped(tar, tar.length - 1),
      tar.subarray(0, tar.length - 512),
      Buffer.concat([tar, Buffer.alloc(512)]),
      tar.subarray(0, tar.length / 2),
    ]) {
      expect((await audited(other)).code).toBe(1);
    }
  });

  test("a file exchanged together with its digest is found by what it says, the report by the log alone", async () => {
    const made = (await world.call("operator", "POST", `${third}/bundles`)).body;
    const leaf = join(folder, "leaf.json");
    await vi.waitFor(
      async () => {
        const proof = await world.request("owner", "GET", made.links.proof);
        expect(proof.status).toBe(200);
        await writeFile(leaf, await proof.text());
      },
      { timeout: 20_000, interval: 100 },
    );
    const byLeaf = await audit(["bundle", file, "--leaf", leaf]);
    expect(byLeaf).toMatchObject({ code: 0 });
    expect(byLeaf.out).toMatch(
      /Not proven by this[\s\S]*checkpoint of \d+ leaves over the bundle's record is on the topic/,
    );
    const noProof = await audit(["bundle", file, "--leaf", file]);
    expect(noProof).toMatchObject({ code: 2, err: expect.stringMatching(/bundle.tar is not a proof document/) });
    for (const { path, size } of placesIn(tar).filter((place) => place.path !== "manifest.json")) {
      const other = await forged(path, (content) => flipped(content, Math.floor(size / 2)));
      const { code, out } = await audited(other);
      if (path === "report.html") expect(code).toBe(0);
      else expect([1, 3], `${path}: ${out}`).toContain(code);
      const byLog = await audited(other, "--leaf", leaf);
      if (code !== 1) expect(brokenLine(byLog.out)).toMatch(/leaf/);
    }
  });

  test.each([
    ["another label", '"label":"verified statement"', '"label":"issued"', /label/],
    ["no issuance", /"issuance_id":"[^"]+"/, '"issuance_id":null', /names the issuance null/],
    ["another statement", '"statement_no":1', '"statement_no":2', /no such statement/],
    ["a later beginning", /"first_seq":(\d+)/, '"first_seq":9$1', /archive|chain/],
    ["another period", /"period_id":"per_[^"]+"/, '"period_id":"per_x"', /no such statement/],
  ])("names itself by what its records say, not by %s", async (_what, from, to, found) => {
    const other = await forged("bundle.json", (content) => Buffer.from(content.toString().replace(from, to)));
    const { code, out } = await audited(other);
    expect(code).toBe(1);
    expect(brokenLine(out)).toMatch(found);
  });

  test("may lack a record before its first one: the report says that this is not proven", async () => {
    const other = await forged("earlier.ndjson", (content) => {
      const lines = content.toString().split("\n");
      const left = lines.filter((line) => !/"device_id":"TURBINE-001"/.test(line));
      expect(left.length).toBeLessThan(lines.length);
      return Buffer.from(left.join("\n"));
    });
    const { code, out } = await audited(other);
    expect(code).toBe(0);
    expect(out).toMatch(/Not proven by this[\s\S]*earlier.ndjson holds every record .* \(one of a plant, device, key/);
    expect(out).toMatch(/Not proven by this[\s\S]*when a record was accepted: its received_at is the gateway's word/);
  });

  test("has a credential that says everything once: a second label in it is found, though the signature holds", async () => {
    const other = await forged("credential.json", (content) =>
      Buffer.from(content.toString().replace('"label":', '"label":"issued","label":')),
    );
    expect(brokenLine((await audited(other)).out)).toMatch(/credential.json: it is not in its canonical form/);
  });

  test("is compared with a live mirror when one is given, and with the key that is trusted", async () => {
    const { mirrorUrl } = world.gateway;
    const live = await audit(["bundle", file, "--mirror", mirrorUrl]);
    expect(live.out).toMatch(/ok {4}mirror/);
    expect(live.code).toBe(0);
    expect((await audit(["bundle", file, "--mirror", "http://127.0.0.1:9"])).code).toBe(3);
    const stranger = formatVerifierKey(verifierKeyOf("hydro-mrv.log/other", new Uint8Array(32).fill(7)));
    const other = await audit(["bundle", file, "--verifier-key", stranger]);
    expect(other.code).toBe(1);
    expect(brokenLine(other.out)).toMatch(/announcement/);
  });
});

test("a period that nobody verified has a bundle too, from the plant's first record on, and says what it is", async () => {
  expect((await world.request("owner", "GET", `${first}/bundle`)).status).toBe(404);
  await world.made(first);
  const bytes = await world.bytes("owner", `${first}/bundle`);
  const { code, out } = await audited(bytes);
  expect(out).toMatch(/unverified estimate/);
  expect(code).toBe(0);
  expect(bytes.toString("utf8")).toMatch(/<p class="label">unverified estimate<\/p>/);
});

test("what was minted is compared with the ledger's own facts", async () => {
  const transactionId = await world.issued(issuance);
  await world.made(third);
  tar = await world.bytes("owner", `${third}/bundle`);
  const { code, out } = await audited(tar, "--mirror", world.gateway.mirrorUrl);
  expect(out).toMatch(/statement 1: issued/);
  expect(out).toMatch(/ok {4}mint +1 transaction on the ledger/);
  expect(code).toBe(0);
  const other = await forged("ledger/mint.json", (content) => {
    const text = content.toString().replace(/"amount":"(\d+)"/, '"amount":"1$1"');
    return Buffer.from(text);
  });
  const more = await audited(other);
  expect(more.code).toBe(1);
  expect(brokenLine(more.out)).toContain(transactionId);
});

test("a file of a bundle that holds other JSON, lines or nothing is named as broken, and stops no program", async () => {
  const looked = placesIn(tar).map(({ path }) => path);
  const found: [string, unknown][] = [];
  for (const path of looked.filter((one) => !/^(report\.html|manifest\.json|data\/|log\/proofs)/.test(one))) {
    for (const content of ["null", "[]\n", ""]) {
      const other = await forged(path, () => Buffer.from(content));
      const { code, out } = await audited(other).catch((error: Error) => ({ code: error.stack, out: "" }));
      if (code !== 1) found.push([`${path} as ${content}: ${out}`, code]);
    }
  }
  expect(found).toEqual([]);
}, 120_000);

test.each([
  ["a unit is a tonne", /"decimals":\d/, '"decimals":0'],
  ["the units are of another vintage", /"name":"Hydro MRV (\S+) 2025/, '"name":"Hydro MRV $1 2026'],
  ["the units are of another kind", '"type":"fungible"', '"type":"nft"'],
  ["nothing is said", /"token_id":"0\.0\.\d+","treasury/, '"token_id":"0.0.9","treasury'],
])("a mint in a token of which %s is found", async (_what, from, to) => {
  const file = await forged("ledger/mint.json", (content) => {
    const text = content.toString().replace(from, to);
    expect(text).not.toBe(content.toString());
    return Buffer.from(text);
  });
  expect(brokenLine((await audited(file)).out)).toMatch(/mint: part 1, token 0\.0\.\d+/);
});

test("a mint that was told on the topic is of one batch with its message, and says what that says", async () => {
  expect((await audited(tar)).out).toMatch(/ok {4}mint-message +1 mint told on topic/);
  const changes: [RegExp, string][] = [
    [/"parent_consensus_timestamp":"\d/, '"parent_consensus_timestamp":"9'],
    [/"message":"[^"]+"/, `"message":"${Buffer.from("{}").toString("base64")}"`],
  ];
  for (const [what, other] of changes) {
    const file = await forged("ledger/mint.json", (content) => Buffer.from(content.toString().replace(what, other)));
    expect(brokenLine((await audited(file)).out)).toMatch(/mint-message/);
  }
});

test("a later period begins behind an issuance, holds corrections of readings before it, and is made once", async () => {
  for (const day of [4, 5]) await world.closedDay(day);
  const readings = (await world.call("owner", "GET", "/api/v1/telemetry?plant_id=PLANT-HP-001&limit=10")).body.items;
  const filing = { readings: { energy_export_kwh_total: 7_000 + 300 * 5 - 1 }, reason: "read off by eye" };
  const filed = await world.call("operator", "POST", `/api/v1/records/${readings[5].record_id}/corrections`, filing);
  const decision = { decision: "approve", reason: "seen" };
  const decided = await world.call("hats", "POST", `/api/v1/records/${filed.body.record_id}/decisions`, decision);
  expect(decided.status).toBe(201);
  const sixth = await world.closedDay(6);
  await world.anchored(sixth);
  const make = () => world.call("operator", "POST", `${sixth}/bundles`);
  const answers = await Promise.all([make(), make(), make()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
  expect(new Set(answers.map(({ body }) => body.record_id)).size).toBe(1);
  tar = await world.bytes("owner", `${sixth}/bundle`);
  const { code, out } = await audited(tar);
  expect(out).toMatch(/HOLDS/);
  expect(code).toBe(0);
  const earlier = placesIn(tar).find(({ path }) => path === "earlier.ndjson") as Place;
  const before = tar.toString("utf8", earlier.start, earlier.start + earlier.size);
  expect(before).toMatch(/"step":"issue"/);
  expect(before).not.toContain(readings[5].record_id);
});

test("the plant's own audit goes on over the records of its bundles", async () => {
  const chain = await world.bytes("owner", "/api/v1/records/export?plant_id=PLANT-HP-001");
  const check = new ChainCheck({ plantId: "PLANT-HP-001", whole: true });
  for (const line of chain.toString().trimEnd().split("\n")) await check.add(Buffer.from(line));
  const found = check.finish().findings;
  expect(found).toContainEqual(expect.objectContaining({ check: "bundles", state: "note" }));
  expect(found.filter(({ state }) => state === "unchecked")).toEqual([]);
});

// The last one: the verifier is invited no more after it.
test("a guest whose invitation is withdrawn is sent no more of bundle and records than it was by then", async () => {
  const { items } = (await world.call("verifier", "GET", "/api/v1/invitations")).body;
  const isOfThird = ({ period_id }: { period_id: string }) => third.endsWith(period_id);
  const invitationId = items.find(isOfThird).invitation_id as string;
  const { deps } = world.gateway;
  const verifier = actorOf("verify-co", ["verifier"]);
  const opened = async () => [
    (await openInvitedBundle(deps.bundles, verifier, invitationId)).read(),
    await exportInvited(deps.plants, verifier, invitationId),
  ];
  const begun = async () => {
    const answers = await opened();
    for (const answer of answers) expect((await answer.next()).done).toBe(false);
    return answers;
  };
  const rest = async (answer: AsyncGenerator<Uint8Array>) => {
    let bytes = 0;
    for await (const part of answer) bytes += part.length;
    return bytes;
  };
  for (const whole of await begun()) expect(await rest(whole)).toBeGreaterThan(40_000);
  const broken = await begun();
  expect((await world.call("owner", "DELETE", `${third}/invitations/${invitationId}`)).status).toBe(200);
  for (const answer of broken) await expect(rest(answer)).rejects.toMatchObject({ code: "not-found" });
});
