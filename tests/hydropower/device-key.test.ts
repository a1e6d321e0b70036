import { describe, expect, test } from "vitest";
import { isWeakKey, keyStateAt, publicKeyFromHex, withNewKey } from "../../src/hydropower/device-key.ts";
import { hexToBytes } from "../../src/kernel/canonical.ts";
import { TestDevice } from "../support/device.ts";

const [first, second, third] = [1, 2, 3].map((digit) => Uint8Array.from(new TestDevice(digit).publicKey)) as [
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
  Uint8Array<ArrayBuffer>,
];
const day = 86_400_000;

describe("a key that proves nothing", () => {
  const p = 2n ** 255n - 19n;
  const mod = (n: bigint) => ((n % p) + p) % p;
  const power = (base: bigint, exponent: bigint): bigint => {
    let [result, b, e] = [1n, mod(base), exponent];
    for (; e > 0n; e >>= 1n) {
      if (e & 1n) result = mod(result * b);
      b = mod(b * b);
    }
    return result;
  };
  const d = mod(-121665n * power(121666n, p - 2n));

  /** Every y of a point P with 8P = neutral, by doubling until y is 1 and x is 0 (RFC 8032 section 5.1). */
  function isOfSmallOrder(y: bigint): boolean {
    const xx = mod((y * y - 1n) * power(d * y * y + 1n, p - 2n));
    // Of x only its square is needed: doubling maps (x2, y) to another such pair.
    let [x2, yy] = [xx, mod(y)];
    for (let i = 0; i < 3; i++) {
      const y2 = mod(yy * yy);
      const t = mod(d * x2 * y2);
      const nextY = mod((y2 + x2) * power(1n - t, p - 2n));
      const nextX2 = mod(4n * x2 * y2 * power(mod((1n + t) * (1n + t)), p - 2n));
      [x2, yy] = [nextX2, nextY];
    }
    return x2 === 0n && yy === 1n;
  }

  const weak = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ];

  test.each(weak)("%s is of small order, with either sign, and is refused", (hex) => {
    const bytes = Uint8Array.from(hexToBytes(hex));
    const y = BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
    expect(isOfSmallOrder(y)).toBe(true);
    expect(isWeakKey(bytes)).toBe(true);
    bytes[31] = (bytes[31] ?? 0) | 0x80;
    expect(isWeakKey(bytes)).toBe(true);
    expect(publicKeyFromHex(hex)).toBeUndefined();
  });

  test("a key of a device is none of them", () => {
    expect(isOfSmallOrder(BigInt(`0x${Buffer.from(first).reverse().toString("hex")}`) & (2n ** 255n - 1n))).toBe(false);
    expect(isWeakKey(first)).toBe(false);
  });
});

describe("a device's keys", () => {
  test("one is in use; the one before it holds for seven days more, to the millisecond", () => {
    const one = withNewKey([], first, 0);
    const two = withNewKey(one.keys, second, day);
    expect(one.retired).toEqual([]);
    expect(two.retired.map(({ endsAtMs }) => endsAtMs)).toEqual([8 * day]);
    const [old, current] = two.keys;
    expect(keyStateAt(old as never, 8 * day)).toBe("retiring");
    expect(keyStateAt(old as never, 8 * day + 1)).toBe("retired");
    expect(keyStateAt(current as never, 100 * day)).toBe("active");
  });

  test("a third key does not lengthen what is left of the first, and wakes no revoked one", () => {
    const { keys } = withNewKey(withNewKey([], first, 0).keys, second, day);
    const revoked = keys.map((key, i) => (i === 1 ? { ...key, revokedAtMs: 2 * day } : key));
    const three = withNewKey(revoked, third, 3 * day);
    expect(three.retired).toEqual([]);
    expect(three.keys.map((key) => keyStateAt(key, 4 * day))).toEqual(["retiring", "revoked", "active"]);
  });
});
