import type { SeededRandom } from "../../../src/fraud/random.ts";

/** Ways to spoil a JSON value. */

const oddTexts = [
  "",
  " ",
  "\u0000",
  "a".repeat(5_000),
  "../../etc/passwd",
  "'; DROP TABLE records; --",
  "<script>alert(1)</script>",
  "\ud800",
  "\u202e\u200b",
  "2026-02-30T25:61:61Z",
  "9".repeat(400),
  "-0",
  "1e999",
  "null",
  "__proto__",
  "%00%2e%2e%2f",
  "ünïcödé ✓ 漢字",
];
const oddNumbers = [
  0,
  -0,
  -1,
  1,
  0.1,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 31) - 1,
  2 ** 63,
  86_401,
  1e21,
];
const oddValues: readonly unknown[] = [null, true, false, [], {}, [[]], [null], { a: { b: { c: null } } }];

export const pick = <T>(random: SeededRandom, from: readonly T[]): T => from[random.below(from.length)] as T;

export function oddValue(random: SeededRandom): unknown {
  const kind = random.below(3);
  if (kind === 0) return pick(random, oddTexts);
  return kind === 1 ? pick(random, oddNumbers) : pick(random, oddValues);
}

export const oddText = (random: SeededRandom): string => pick(random, oddTexts);

/** The value with one place changed: replaced, left out, doubled or added to. */
export function mutated(value: unknown, random: SeededRandom): unknown {
  if (Array.isArray(value)) return mutatedList(value, random);
  if (typeof value !== "object" || value === null) return oddValue(random);
  const members = Object.entries(value);
  const at = random.below(members.length + 1);
  const chosen = members[at];
  if (chosen === undefined || random.below(6) === 0)
    return { ...value, [oddText(random).slice(0, 40)]: oddValue(random) };
  const [name, member] = chosen;
  if (random.below(4) === 0) return Object.fromEntries(members.filter(([other]) => other !== name));
  return { ...value, [name]: mutated(member, random) };
}

function mutatedList(list: readonly unknown[], random: SeededRandom): unknown {
  const at = random.below(list.length + 1);
  switch (random.below(4)) {
    case 0:
      return list.filter((_, i) => i !== at);
    case 1:
      return [...list, ...list, oddValue(random)];
    case 2:
      return Array.from({ length: 2_000 }, () => list[0] ?? null);
    default:
      return list.map((item, i) => (i === at ? mutated(item, random) : item));
  }
}

/** Bytes that are no JSON, or hardly. */
export function rawBytes(random: SeededRandom): Buffer {
  switch (random.below(5)) {
    case 0:
      return Buffer.from(Array.from({ length: random.below(300) }, () => random.below(256)));
    case 1:
      return Buffer.from("[".repeat(20_000));
    case 2:
      return Buffer.from(`{"a":${"1".repeat(10_000)}}`);
    case 3:
      return Buffer.from('{"a":1,"a":2,"__proto__":{"x":1}}');
    default:
      return Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0xff, 0x7d]);
  }
}
