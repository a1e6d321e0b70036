import fc from "fast-check";
import { expect, test } from "vitest";
import { Places } from "../../src/anchoring/places.ts";

test("messages of ours raise no suspicion, in whatever order they are heard of", () => {
  const order = fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(order, (heard) => {
      const places = new Places();
      places.read(10n);
      for (const n of heard) places.sent(`tx ${n}`);
      for (const n of heard) {
        places.landed(`tx ${n}`, 10n + BigInt(n));
        expect(places.hasStranger).toBe(false);
      }
    }),
  );
});

test("another's message between ours is noticed at the latest when all of ours are heard of", () => {
  const order = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(order, fc.integer({ min: 1, max: 5 }), (heard, before) => {
      const places = new Places();
      places.read(10n);
      for (const n of heard) places.sent(`tx ${n}`);
      for (const n of heard) places.landed(`tx ${n}`, 10n + BigInt(n > before ? n + 1 : n));
      expect(places.hasStranger).toBe(true);
    }),
  );
});

test("a message that does not follow the newest one at once shows a stranger, when nothing else is in the air", () => {
  const places = new Places();
  places.read(10n);
  places.sent("tx");
  places.landed("tx", 12n);
  expect(places.hasStranger).toBe(true);
});

test("one of ours that is given up no longer explains a place", () => {
  const places = new Places();
  places.read(10n);
  places.sent("lost");
  places.sent("tx");
  places.landed("tx", 12n);
  expect(places.hasStranger).toBe(false);
  places.gone("lost");
  expect(places.hasStranger).toBe(true);
});

test("messages sent after a gap was seen do not explain it", () => {
  const places = new Places();
  places.read(10n);
  places.sent("one");
  places.sent("two");
  places.landed("two", 12n);
  places.sent("three");
  places.landed("one", 13n);
  expect(places.hasStranger).toBe(true);
});

test("a stranger is forgotten once the topic was read beyond it, and not before", () => {
  const places = new Places();
  places.read(10n);
  places.sent("tx");
  places.landed("tx", 13n);
  places.read(12n);
  expect(places.hasStranger).toBe(true);
  places.read(13n);
  expect(places.hasStranger).toBe(false);
});
