import { expect, test } from "vitest";
import { isListed, type Network, parseAddress, parseNetwork, subscriberOf } from "../../src/kernel/networks.ts";

const networks = (...texts: string[]) => texts.map((text) => parseNetwork(text) as Network);

test.each([
  ["192.0.2.7", ["192.0.2.0/24"], true],
  ["192.0.3.7", ["192.0.2.0/24"], false],
  ["192.0.2.7", ["192.0.2.7"], true],
  ["192.0.2.8", ["192.0.2.7"], false],
  ["10.0.0.1", ["0.0.0.0/0"], true],
  ["2001:db8::1", ["0.0.0.0/0"], false],
  ["2001:db8:1::1", ["2001:db8::/32"], true],
  ["2001:db9::1", ["2001:db8::/32"], false],
  ["2001:db8::1", ["10.0.0.0/8", "2001:DB8::1"], true],
  ["::ffff:192.0.2.7", ["192.0.2.0/24"], true],
  ["192.0.2.7", ["::ffff:192.0.2.0/120"], true],
  ["fe80::1%eth0", ["fe80::/10"], true],
  ["::1", ["::/128"], false],
  ["nowhere", ["0.0.0.0/0", "::/0"], false],
  [undefined, ["0.0.0.0/0", "::/0"], false],
])("%s in %j: %s", (address, list, expected) => expect(isListed(address, networks(...list))).toBe(expected));

test.each([
  "192.0.2.256",
  "192.0.2",
  "192.0.02.1",
  "1.2.3.4.5",
  "2001:db8",
  "1::2::3",
  ":::",
  "g::1",
  "1:2:3:4:5:6:7:8:9",
  "",
])("%s is no address", (text) => expect(parseAddress(text)).toBeUndefined());

test.each([
  "192.0.2.7/24",
  "192.0.2.0/33",
  "192.0.2.0/",
  "192.0.2.0/24/1",
  "2001:db8::1/32",
  "::/129",
  "::ffff:192.0.2.0/64",
])("%s is no network", (text) => expect(parseNetwork(text)).toBeUndefined());

test("a subscriber is an IPv4 address or 64 bits of IPv6", () => {
  expect(subscriberOf("2001:db8:0:1::1")).toBe(subscriberOf("2001:db8:0:1:ffff::9"));
  expect(subscriberOf("2001:db8:0:1::1")).not.toBe(subscriberOf("2001:db8:0:2::1"));
  expect(subscriberOf("192.0.2.1")).not.toBe(subscriberOf("192.0.2.2"));
  expect(subscriberOf("::ffff:192.0.2.1")).toBe(subscriberOf("192.0.2.1"));
});
