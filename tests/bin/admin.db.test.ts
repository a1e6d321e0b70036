import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type AdminDeps, type Answer, UsageError } from "../../src/bin/admin-command.ts";
import { help, prepare } from "../../src/bin/admin-console.ts";
import { roles } from "../../src/kernel/actor.ts";
import { type Connection, connect } from "../../src/platform/database.ts";
import { ownerRole } from "../../src/platform/roles.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { createSeal } from "../../src/tenancy/seal.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

const nowMs = Date.now();
const dayAfter = (days: number) => new Date(nowMs + days * 86_400_000).toISOString().slice(0, 10);
const today = dayAfter(0);

let database: TestDatabase;
let connection: Connection;
let deps: AdminDeps;
const printed: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  connection = connect(database.url, { role: ownerRole, maxConnections: 2 });
  const db = scoped(connection.pool);
  const clock = { nowMs: () => nowMs };
  const random = { bytes: (length: number) => randomBytes(length) };
  const seal = createSeal(randomBytes(32));
  deps = {
    db: connection.db,
    tenancy: { db, clock, keyEnvironment: "local" },
    print: (line) => printed.push(line),
    accounts: async () => ({
      db: connection.db,
      clock,
      random,
      seal,
      mailer: undefined,
      publicUrl: () => "https://gateway.example",
    }),
    plants: async () => ({ db, clock, random, plantSecret: randomBytes(32) }),
    log: () => Promise.reject(new Error("not of these tests")),
    register: async () => ({ db: connection.db, clock, random, plantSecret: randomBytes(32) }),
  };
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
});

const admin = async (...argv: string[]): Promise<Answer> => prepare(argv)(deps);

test("an organisation is made once and listed", async () => {
  await admin("org", "create", "acme", "--name", "Acme Hydro");
  await expect(admin("org", "create", "acme", "--name", "Again")).rejects.toThrow(
    "The organisation acme exists already.",
  );
  await expect(admin("org", "create", "a b", "--name", "Blank")).rejects.toThrow("1-64 letters");
  expect((await admin("org", "list")).out).toMatch(new RegExp(`^acme +${today}T\\S+Z +Acme Hydro$`, "m"));
});

test("an organisation's quota is shown, set in parts, and given back to the default", async () => {
  await admin("org", "create", "quota", "--name", "Quota");
  const rows = async (...more: string[]) => (await admin("org", "quota", "quota", ...more)).out?.split("\n").slice(1);
  expect(await rows()).toEqual(["organisation       default", "each key           default"]);
  expect(await rows("--per-minute", "120")).toEqual(["organisation       120", "each key           default"]);
  expect(await rows("--key-per-minute", "0")).toEqual(["organisation       120", "each key           no limit"]);
  expect(await rows()).toEqual(["organisation       120", "each key           no limit"]);
  expect(await rows("--default")).toEqual(["organisation       default", "each key           default"]);
  await expect(admin("org", "quota", "nobody")).rejects.toThrow("There is no organisation nobody.");
  expect(() => prepare(["org", "quota", "quota", "--per-minute", "1.5"])).toThrow(UsageError);
});

test("a key is shown alone and once, opens the door, and no longer after it is revoked", async () => {
  await admin("org", "create", "keys", "--name", "Keys");
  const { out = "", note = "" } = await admin(
    "key",
    "create",
    "keys",
    "--roles",
    "operator,device",
    "--label",
    "gate 1",
  );
  expect(out).toMatch(/^ghdk_local_\S+$/);
  expect(note).not.toContain(out);
  const actor = await authenticate(deps.tenancy, out);
  expect(actor).toMatchObject({ orgId: "keys", roles: ["operator", "device"] });
  const listed = (await admin("key", "list", "keys")).out ?? "";
  expect(listed).toMatch(
    new RegExp(`^${actor.keyId} +in use +${today} +never +${today} +operator,device +gate 1$`, "m"),
  );
  expect(listed).not.toContain(out.slice(-20));

  await admin("key", "revoke", actor.keyId);
  await expect(authenticate(deps.tenancy, out)).rejects.toThrow("not valid here");
  expect((await admin("key", "list", "keys")).out).toContain(`revoked ${today}`);
  await expect(admin("key", "revoke", actor.keyId)).rejects.toThrow("no key");
});

test("a whole key given to revoke ends that key, and its secret is not repeated", async () => {
  await admin("org", "create", "paste", "--name", "Paste");
  const { out = "" } = await admin("key", "create", "paste", "--roles", "auditor");
  const { note = "" } = await admin("key", "revoke", out);
  expect(note).not.toContain(out.slice(-39));
  await expect(authenticate(deps.tenancy, out)).rejects.toThrow("not valid here");
});

test("many keys get successors in one command, each shown as it is made, and none stops working before its overlap is over", async () => {
  await admin("org", "create", "many", "--name", "Many");
  const old: string[] = [];
  for (let i = 0; i < 12; i++) {
    const { out = "" } = await admin(
      "key",
      "create",
      "many",
      "--roles",
      "device",
      "--label",
      `unit, ${i}`,
      "--devices",
      `T-${i}`,
    );
    old.push(out);
  }
  const { out: other = "" } = await admin("key", "create", "many", "--roles", "owner,device");
  const rotate = async (...more: string[]) => {
    printed.length = 0;
    return admin("key", "rotate", "many", "--made-before", dayAfter(1), "--roles", "device", ...more);
  };
  expect((await rotate("--dry-run")).note).toBe("12 keys would get a successor.");
  expect((await rotate("--expires", dayAfter(365))).note).toContain("12 keys have successors");
  const [heading, ...lines] = printed;
  expect(heading).toBe("replaces,label,plants,devices,last_used_at,key_id,api_key,old_ends_at");
  const successors = lines.map((line) => /(ghdk_local_[0-9a-z_]+),/.exec(line)?.[1] ?? "");
  expect(lines[3]).toMatch(/^[0-9a-z]{12},"unit, 3",,T-3,,[0-9a-z]{12},ghdk_/);
  for (const key of [...old, ...successors, other]) expect((await authenticate(deps.tenancy, key)).orgId).toBe("many");
  // Again: whatever has a successor stays as it is; the successors are as old as the day.
  expect((await rotate("--dry-run")).note).toBe("12 keys would get a successor.");
  expect(printed.join()).not.toContain(/^ghdk_local_(\w{12})_/.exec(old[0] ?? "")?.[1]);
  const list = (await admin("key", "list", "many")).out ?? "";
  expect(list.match(/replaced by/g)).toHaveLength(12);
});

test("a rotation of many that breaks off says what it did not come to, and goes on where it stopped", async () => {
  await admin("org", "create", "halfway", "--name", "Halfway");
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    const { out = "" } = await admin("key", "create", "halfway", "--roles", "device");
    ids.push(/^ghdk_local_(\w{12})_/.exec(out)?.[1] ?? "");
  }
  printed.length = 0;
  const failing = {
    ...deps.tenancy,
    clock: {
      nowMs: () => {
        if (printed.length > 2) throw new Error("gone");
        return nowMs;
      },
    },
  };
  const words = ["key", "rotate", "halfway", "--keys", ids.join(",")];
  const first = await prepare(words)({ ...deps, tenancy: failing });
  expect([first.isPartial, first.note]).toEqual([true, expect.stringContaining("1 keys are as they were")]);
  expect(printed).toHaveLength(3);
  expect((await admin(...words)).note).toContain("1 keys have successors");
  expect(new Set(printed.map((line) => line.split(",")[0]))).toEqual(new Set(["replaces", ...ids]));
});

test("a key ends at the beginning of its date in UTC", async () => {
  await admin("org", "create", "ends", "--name", "Ends");
  const { note } = await admin("key", "create", "ends", "--roles", "auditor", "--expires", dayAfter(1));
  expect(note).toContain(`until ${dayAfter(1)}T00:00:00.000Z`);
  await expect(admin("key", "create", "ends", "--roles", "auditor", "--expires", today)).rejects.toThrow(
    "is over already",
  );
});

test("keys of an organisation that is not there cannot be made", async () => {
  await expect(admin("key", "create", "nobody", "--roles", "device")).rejects.toThrow(
    "There is no organisation nobody.",
  );
});

const plantFlags = [
  ...["--id", "P-1", "--name", "Upper works", "--time-zone", "Asia/Kolkata", "--commissioned", "2012-04-01"],
  ...["--rated-kw", "6000", "--head-m", "120.5", "--flow-m3s", "6", "--turbine", "pelton", "--country", "IN"],
];

test("a plant and its device are registered as the first records of the plant's chain", async () => {
  await admin("org", "create", "plants", "--name", "Plants");
  await admin("plant", "create", "plants", ...plantFlags);
  await admin("device", "create", "plants", "P-1", "--id", "T-1", "--kind", "turbine", "--rated-kw", "3000");
  expect((await admin("plant", "list", "plants")).out).toMatch(/^P-1 +6000 +2012-04-01 +Asia\/Kolkata +Upper works$/m);
  expect((await admin("device", "list", "plants", "P-1")).out).toMatch(/^T-1 +turbine$/m);
  const chain = await connection.db
    .selectFrom("records")
    .select(["seq", "kind"])
    .where("org_id", "=", "plants")
    .orderBy("seq")
    .execute();
  expect(chain).toEqual([
    { seq: 1n, kind: "plant" },
    { seq: 2n, kind: "device" },
  ]);
  await expect(admin("plant", "create", "plants", ...plantFlags)).rejects.toThrow("exists already");
  await expect(admin("device", "create", "plants", "P-9", "--id", "T-1", "--kind", "turbine")).rejects.toThrow(
    "no plant P-9",
  );
  await expect(admin("device", "list", "plants", "P-9")).rejects.toThrow("no plant P-9");
  await expect(admin("plant", "create", "nobody", ...plantFlags)).rejects.toThrow("There is no organisation nobody.");
});

test("a plant comes from a file as it would through the API", async () => {
  await admin("org", "create", "files", "--name", "Files");
  const folder = await mkdtemp(join(tmpdir(), "hydro-admin-"));
  const file = join(folder, "plant.json");
  const plant = {
    plant_id: "F-1",
    name: "From file",
    time_zone: "UTC",
    commissioned_on: "2020-01-01",
    rated_power_kw: 900,
    design_head_m: 40,
  };
  await writeFile(file, JSON.stringify(plant));
  await admin("plant", "create", "files", "--file", file);
  expect((await admin("plant", "list", "files")).out).toContain("F-1");
  await writeFile(file, "{");
  await expect(admin("plant", "create", "files", "--file", file)).rejects.toThrow("cannot be read as JSON");
  await rm(folder, { recursive: true });
  await expect(admin("plant", "create", "files", "--file", file)).rejects.toThrow(/^\S+ cannot be read: ENOENT[^.]*\./);
});

test.each([
  [[], "Say what to do"],
  [["orgs"], '"orgs" is nothing to work on: org, key, user, plant, device, accredit, clash, claim'],
  [["toString"], '"toString" is nothing to work on'],
  [["org"], "Say which: org create, org list"],
  [["org", "create"], "ID is missing. Usage: org create ID --name NAME"],
  [["org", "create", "x"], "--name is missing."],
  [["org", "list", "x"], '"x" is one word too many.'],
  [["key", "create", "x", "--roles", "operator,boss"], `"boss" is no role: choose of ${roles.join(", ")}`],
  [["key", "create", "x"], "--roles is missing."],
  [["key", "rotate", "x"], "Say --keys or --made-before, one of them."],
  [["key", "rotate", "x", "--keys", "a", "--overlap-days", "31"], '--overlap-days "31" must be a whole number'],
  [["key", "create", "x", "--role", "operator"], "--role"],
  [["key", "create", "x", "--roles", "owner", "--expires", "2027-02-30"], '--expires "2027-02-30" must be a date'],
  [["key", "create", "x", "--roles", "owner", "--expires", "soon"], '--expires "soon" must be a date'],
  [["plant", "create", "x", "--id", "P"], "time_zone"],
  [["plant", "create", "x", "--rated-kw", "6MW"], '--rated-kw "6MW" must be a number.'],
  [["plant", "create", "x", "--file", "p.json", "--id", "P"], "not both"],
  [["device", "create", "x", "P", "--id", "T", "--kind", "wheel"], "kind"],
])("%j is refused before any database is opened", (argv, message) => {
  expect(() => prepare(argv)).toThrow(UsageError);
  expect(() => prepare(argv)).toThrow(message);
});

test("the help names every command", () => {
  for (const name of ["org create", "org list", "key create", "key list", "key revoke", "plant create", "plant list"]) {
    expect(help()).toContain(`  ${name}`);
  }
  expect(help()).toContain("  device create ORG PLANT");
});

describe("the registrar's work", () => {
  const raw = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const flags = ["--role", "verifier", "--rulebook", "acm0002-v22.0", "--from", today, "--to", dayAfter(365)];

  test("accredits from a base 64 key or a PEM file, lists and withdraws, each a record of the registrar's chain", async () => {
    await admin("org", "create", "vvb", "--name", "Verifiers");
    const { out: first = "" } = await admin(
      "accredit",
      "create",
      "vvb",
      "--public-key",
      raw.toString("base64"),
      ...flags,
    );
    const folder = await mkdtemp(join(tmpdir(), "hydro-admin-"));
    const file = join(folder, "key.pem");
    await writeFile(file, generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" }));
    const { out: second = "" } = await admin("accredit", "create", "vvb", "--public-key", file, ...flags);
    await rm(folder, { recursive: true });
    const { note } = await admin("accredit", "withdraw", second, "--reason", "closed");
    expect(note).toContain("closed");
    const { out: listed = "" } = await admin("accredit", "list");
    expect(listed).toMatch(new RegExp(`^${first} +vvb +verifier +acm0002-v22.0 .* ${raw.toString("hex")}$`, "m"));
    const chain = await connection.db
      .selectFrom("records")
      .select(["seq", "kind"])
      .where("org_id", "=", "registrar")
      .orderBy("seq")
      .execute();
    expect(chain.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
      "1 accreditation",
      "2 accreditation",
      "3 withdrawal",
    ]);
    const rows = await connection.db.selectFrom("outbox").select("seq").where("org_id", "=", "registrar").execute();
    expect(rows).toHaveLength(3);
  });

  test("does not accredit whom it does not know, nor for a rulebook nobody knows", async () => {
    const key = ["--public-key", raw.toString("hex")];
    await expect(admin("accredit", "create", "nobody", ...key, ...flags)).rejects.toThrow("no organisation nobody");
    await expect(admin("accredit", "create", "registrar", ...key, ...flags)).rejects.toThrow(
      "no organisation registrar",
    );
    const other = flags.with(3, "acm0002-v1");
    await expect(admin("accredit", "create", "vvb", ...key, ...other)).rejects.toThrow("no rulebook is called");
    await expect(admin("accredit", "withdraw", "acc_none", "--reason", "x")).rejects.toThrow("no accreditation");
  });

  test("belongs to the registrar's organisation alone, which does nothing else", async () => {
    await expect(admin("org", "create", "registrar", "--name", "Me")).rejects.toThrow("exists already");
    await expect(admin("key", "create", "vvb", "--roles", "registrar")).rejects.toThrow("and no other");
    await expect(admin("key", "create", "registrar", "--roles", "registrar,owner")).rejects.toThrow("and no other");
    await expect(admin("plant", "create", "registrar", ...plantFlags)).rejects.toThrow("no plants");
    await expect(admin("device", "create", "registrar", "REGISTER", "--id", "T", "--kind", "turbine")).rejects.toThrow(
      "no plants",
    );
    expect((await admin("key", "create", "registrar", "--roles", "registrar")).out).toMatch(/^ghdk_/);
  });

  test.each([
    [["accredit", "create", "vvb", "--role", "owner"], '--role "owner" must be one of verifier, issuer'],
    [["accredit", "create", "vvb", "--public-key", "abc", ...flags], "neither 32 bytes nor a PEM file"],
    [["accredit", "create", "vvb", "--public-key", "a".repeat(64), ...flags.with(5, "soon")], '--from "soon"'],
    [["clash", "resolve", "cls_x", "--meter-of", "me", "--reason", "x"], '--meter-of "me"'],
    [["claim", "withdraw", "o", "p", "c"], "--reason is missing"],
  ])("%j is refused before any database is opened", (argv, message) => {
    expect(() => prepare(argv)).toThrow(message);
  });

  test("lists clashes and claims", async () => {
    expect((await admin("clash", "list")).out).toBe("clash  serial  holder  claimant  raised  days from  to  meter of");
    expect((await admin("claim", "list", "plants", "P-1")).out).toContain("taken back");
    await expect(admin("claim", "withdraw", "plants", "P-1", "clm_x", "--reason", "x")).rejects.toThrow("no claim");
    await expect(admin("clash", "resolve", "cls_x", "--meter-of", "holder", "--reason", "x")).rejects.toThrow(
      "no clash",
    );
  });
});

test("plants come from a CSV table; what is refused is told, and the program ends with 1", async () => {
  await admin("org", "create", "csv", "--name", "CSV");
  const dir = await mkdtemp(join(tmpdir(), "hydro-admin-"));
  const file = join(dir, "plants.csv");
  const heading = "plant_id,name,time_zone,commissioned_on,rated_power_kw,design_head_m";
  await writeFile(file, `${heading}\nP1,One,UTC,2020-01-01,1000,45\nP2,Two,Mars,2020-01-01,1000,45\n`);
  const dry = await admin("plant", "import", "csv", "--file", file, "--dry-run");
  expect(dry.note).toBe("1 created, 0 completed, 0 unchanged, 1 refused; a dry run: nothing was kept.");
  expect((await admin("plant", "list", "csv")).out).not.toContain("P1");
  const { out, isPartial } = await admin("plant", "import", "csv", "--file", file);
  expect([isPartial, out]).toEqual([true, expect.stringMatching(/^3 +P2 +refused +time_zone: an IANA time zone/m)]);
  expect((await admin("plant", "import", "csv", "--file", file)).out).toMatch(/^2 +P1 +unchanged$/m);
  await rm(dir, { recursive: true });
});

test("a key may be narrowed; what no limit can be is refused by name", async () => {
  await admin("org", "create", "narrow", "--name", "Narrow");
  const make = (...more: string[]) => admin("key", "create", "narrow", "--roles", "device", ...more);
  const { out } = await make("--scopes", "telemetry:write", "--plants", "P1,P2", "--networks", "192.0.2.0/24,::1");
  await expect(authenticate(deps.tenancy, out)).rejects.toThrow(/not valid here/);
  const actor = await authenticate(deps.tenancy, out, { address: "192.0.2.7" });
  expect(actor.limits).toEqual({ scopes: ["telemetry:write"], plants: ["P1", "P2"], devices: undefined });
  expect((await admin("key", "list", "narrow")).out).toContain("telemetry:write,P1,P2,192.0.2.0/24,::1");
  await expect(async () => make("--scopes", "plants:burn")).rejects.toThrow(/"plants:burn" is no scope/);
  await expect(async () => make("--networks", "192.0.2.9/24")).rejects.toThrow(/is no address or network/);
  await expect(async () => make("--plants", "a/b")).rejects.toThrow(/is no id/);
});

test("rollups are made again over all plants, or of one that is named", async () => {
  expect((await admin("rollups", "rebuild")).note).toMatch(
    /^Rollups are made again from the records\. Days of devices: \d+; plants: \d+\.$/,
  );
  expect(
    (await admin("rollups", "rebuild", "--org", "nobody", "--plant", "none", "--from", "2026-01-01")).note,
  ).toMatch(/Days of devices: 0; plants: 0\.$/);
  expect(() => prepare(["rollups", "rebuild", "--plant", "p"])).toThrow(/--plant needs --org/);
  expect(() => prepare(["rollups", "rebuild", "--from", "soon"])).toThrow(UsageError);
});

test("mqtt-acl writes the rules of every organisation's devices, to a file whole or not at all", async () => {
  const dir = await mkdtemp(join(tmpdir(), "hydro-acl-"));
  try {
    const file = join(dir, "acl");
    const { note } = await admin("mqtt-acl", "--file", file, "--gateway-user", "gw");
    const text = await readFile(file, "utf8");
    expect((await admin("mqtt-acl", "--gateway-user", "gw")).out).toBe(text.trimEnd());
    const { count } = await connection.db
      .selectFrom("devices")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    expect(note).toMatch(new RegExp(`^Rules for ${count} devices and the gateway's user gw\\.`));
    expect(text.match(/^user /gm)).toHaveLength(Number(count) + 1);
    vi.stubEnv("INIT_CWD", dir);
    await admin("mqtt-acl", "--file", "named-from-here", "--gateway-user", "gw");
    expect(await readFile(join(dir, "named-from-here"), "utf8")).toBe(text);
    expect(() => prepare(["mqtt-acl", "extra"])).toThrow(/"extra" is one word too many.* Usage: mqtt-acl/);
    expect(() => prepare(["mqtt-acl", "--gateway-user", "a b"])).toThrow(UsageError);
  } finally {
    vi.unstubAllEnvs();
    await rm(dir, { recursive: true });
  }
});
