import { describe, expect, test } from "vitest";
import type { Actor } from "../../src/kernel/actor.ts";
import { brokerUserOf, mosquittoAcl } from "../../src/mqtt/acl.ts";
import { mayListen } from "../../src/mqtt/subscriptions.ts";
import { metricFilters, parseTopic, readingFilter, topicOf } from "../../src/mqtt/topics.ts";

const place = { orgId: "acme", plantId: "TIRTHAN", deviceId: "U1" };

describe("topics", () => {
  test("a whole reading and each metric has a topic of its own, and nothing else is taken in", () => {
    expect(parseTopic("hydro/acme/TIRTHAN/U1/telemetry")).toEqual({ place, metric: undefined });
    expect(parseTopic("hydro/acme/TIRTHAN/U1/flow_rate_m3s")).toEqual({ place, metric: "flow_rate_m3s" });
    for (const other of [
      "hydro/acme/TIRTHAN/U1/receipts",
      "hydro/acme/TIRTHAN/U1/flow",
      "hydro/acme/TIRTHAN/U1",
      "hydro/acme/TIRTHAN/U1/telemetry/more",
      "hydro/acme//U1/telemetry",
      "hydro/ac me/TIRTHAN/U1/telemetry",
      "/hydro/acme/TIRTHAN/U1/telemetry",
      "Hydro/acme/TIRTHAN/U1/telemetry",
      "hydro/acme/TIRTHAN/U1/constructor",
    ]) {
      expect(parseTopic(other), other).toBeUndefined();
    }
  });

  test("the gateway's own filters bring every topic that it takes in, and no answers", () => {
    const matches = (filter: string, topic: string) =>
      new RegExp(`^${filter.replaceAll("+", "[^/]+").replaceAll("$", "\\$")}$`).test(topic);
    expect(matches(readingFilter, topicOf(place, "telemetry"))).toBe(true);
    const all = [readingFilter, ...metricFilters];
    expect(all.filter((filter) => matches(filter, topicOf(place, "ph")))).toHaveLength(1);
    expect(all.filter((filter) => matches(filter, topicOf(place, "receipts")))).toEqual([]);
  });
});

describe("who may listen", () => {
  const all: Actor = { orgId: "acme", keyId: "k", roles: ["device"] };
  const narrowed: Actor = { ...all, limits: { scopes: undefined, plants: ["TIRTHAN"], devices: ["U1"] } };

  test.each([
    ["hydro/acme/+/+/receipts", true, false],
    ["hydro/acme/TIRTHAN/U1/receipts", true, true],
    ["hydro/acme/TIRTHAN/U1/errors", true, true],
    ["hydro/acme/TIRTHAN/U2/errors", true, false],
    ["hydro/acme/TIRTHAN/+/errors", true, false],
    ["hydro/acme/OTHER/U1/errors", true, false],
    ["hydro/acme/TIRTHAN/U1/telemetry", false, false],
    ["hydro/acme/TIRTHAN/U1/+", false, false],
    ["hydro/rival/+/+/receipts", false, false],
    ["hydro/+/+/+/receipts", false, false],
    ["hydro/#", false, false],
    ["#", false, false],
    ["+/acme/TIRTHAN/U1/receipts", false, false],
    ["$SYS/#", false, false],
    ["$share/x/hydro/acme/TIRTHAN/U1/receipts", false, false],
  ])("%s: a key of the organisation %s, a key of one device %s", (filter, forAll, forOne) => {
    expect(mayListen(all, filter)).toBe(forAll);
    expect(mayListen(narrowed, filter)).toBe(forOne);
  });
});

describe("the access file of a trusted broker", () => {
  const places = [place, { orgId: "acme.TIRTHAN", plantId: "U1", deviceId: "x" }];
  const rules = mosquittoAcl(places, "gateway").split("\n");

  /** What the rules let a user do, as the broker's manual says: its own lines only, and what is not allowed is refused. */
  const allowed = (user: string, access: "read" | "write") => {
    const start = rules.indexOf(`user ${user}`);
    const end = rules.findIndex((line, i) => i > start && line.startsWith("user "));
    const own = start < 0 ? [] : rules.slice(start, end < 0 ? undefined : end);
    return own.filter((line) => line.startsWith(`topic ${access} `)).map((line) => line.split(" ")[2] as string);
  };

  test("a device writes its own readings and metrics, and hears its own answers: nothing else", () => {
    const writes = allowed("acme~TIRTHAN~U1", "write");
    expect(writes.every((topic) => parseTopic(topic)?.place.deviceId === "U1")).toBe(true);
    expect(writes).toContain("hydro/acme/TIRTHAN/U1/telemetry");
    expect(writes).toHaveLength(1 + metricFilters.length);
    expect(allowed("acme~TIRTHAN~U1", "read")).toEqual([
      "hydro/acme/TIRTHAN/U1/receipts",
      "hydro/acme/TIRTHAN/U1/errors",
    ]);
  });

  test("the gateway reads all and writes answers only; whoever is not named has no rule", () => {
    expect(allowed("gateway", "read")).toEqual(["hydro/#"]);
    expect(allowed("gateway", "write")).toEqual(["hydro/+/+/+/receipts", "hydro/+/+/+/errors"]);
    expect(rules[0]).toBe("user gateway");
    expect(rules.filter((line) => line.startsWith("pattern"))).toEqual([]);
  });

  test("no two devices have one name, whatever their ids are made of", () => {
    const names = [
      { orgId: "a.b", plantId: "c", deviceId: "d" },
      { orgId: "a", plantId: "b.c", deviceId: "d" },
      { orgId: "a-b", plantId: "c", deviceId: "d" },
    ].map(brokerUserOf);
    expect(new Set(names).size).toBe(3);
  });
});
