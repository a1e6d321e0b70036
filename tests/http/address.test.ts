import { expect, test } from "vitest";
import { addressGroup } from "../../src/http/address.ts";
import { createStrangers } from "../../src/http/strangers.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:DB8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s is of the subscriber %s", (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

test("an address has its quota for each window, and no other's; 0 is no limit", () => {
  let nowMs = 0;
  const strangers = createStrangers({ perWindow: 2, windowS: 60, elapsedMs: () => nowMs });
  const passes = (address: string) => strangers.take(address)?.exceeded === false;
  expect([passes("a"), passes("a"), passes("a"), passes("b")]).toEqual([true, true, false, true]);
  expect(strangers.take("a")).toMatchObject({ policy: "address", limit: 2, remaining: 0, resetS: 60 });
  nowMs = 60_000;
  expect(passes("a")).toBe(true);
  expect(createStrangers({ perWindow: 0, windowS: 60, elapsedMs: () => 0 }).take("a")).toBeUndefined();
});

test("a flood of addresses takes no more than its room, and forgets the oldest first", () => {
  const strangers = createStrangers({ perWindow: 1, windowS: 60, elapsedMs: () => 0 });
  strangers.take("first");
  for (let i = 0; i < 50_000; i++) strangers.take(`flood-${i}`);
  expect(strangers.take("first")?.exceeded).toBe(false);
  expect(strangers.take("flood-49999")?.exceeded).toBe(true);
});
