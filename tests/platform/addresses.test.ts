import { describe, expect, test } from "vitest";
import { hostInUrl, isIn, isPublicAddress, networksOf } from "../../src/platform/addresses.ts";

describe("an address that a tenant's URL leads to", () => {
  test.each([
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1"],
    ...["172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255"],
    ...["::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1"],
    // IPv4 in the clothes of IPv6: mapped, compatible, NAT64, 6to4 and Teredo of private addresses.
    ...["::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:10.0.0.1"],
    ...["64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "3fff::1"],
    ...["", "localhost", "1.2.3", "2130706433"],
  ])("%s is refused", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "172.15.255.255",
    "100.128.0.1",
    "192.169.0.1",
    "2606:4700::1111",
  ])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("networks the operator allows", () => {
  test("hold the addresses of their range and no other", () => {
    const networks = networksOf(["10.1.0.0/16", "127.0.0.1", "fd00::/8"]);
    expect(["10.1.255.1", "127.0.0.1", "fd12::1"].every((one) => isIn(networks, one))).toBe(true);
    expect(["10.2.0.1", "127.0.0.2", "fe80::1", "name", "fd12::1%1"].some((one) => isIn(networks, one))).toBe(false);
  });

  test.each(["10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/8/8", "host", "", "10.0.0.0/x"])(
    "%j is none",
    (text) => {
      expect(() => networksOf([text])).toThrow("is no network");
    },
  );
});

test.each([
  ["127.0.0.1", "127.0.0.1"],
  ["0.0.0.0", "127.0.0.1"],
  ["::", "[::1]"],
  ["fe80::1", "[fe80::1]"],
  ["mrv.example", "mrv.example"],
])("a gateway that listens on %s is reached at %s", (host, reached) => {
  expect(hostInUrl(host)).toBe(reached);
});
