import fc from "fast-check";
import { expect, test } from "vitest";
import { centsPerHbar, feesOf, servicePrices, totalFee } from "../../../src/ledger/local/fees.ts";

const usd = (tinybars: bigint) => (Number(tinybars) / 1e8) * (centsPerHbar / 100);

test("list prices come out in dollars: topic 0.01, account 0.05, message 0.0008 and about 0.0014 at 1,024 bytes", () => {
  expect(usd(totalFee(feesOf(servicePrices.createTopic, 1)))).toBeCloseTo(0.01, 8);
  expect(usd(totalFee(feesOf(servicePrices.createAccount, 1)))).toBeCloseTo(0.05, 8);
  expect(usd(totalFee(feesOf(servicePrices.submitMessage, 1)))).toBeCloseTo(0.0008, 8);
  const full = servicePrices.submitMessage + 924n * servicePrices.messageByte;
  expect(usd(totalFee(feesOf(full, 1)))).toBeCloseTo(0.0014, 4);
  expect(usd(totalFee(feesOf(full, 3)) - totalFee(feesOf(full, 1)))).toBeCloseTo(0.00002, 8);
});

test("list prices of credits: token 1.00, mint 0.001, serial 0.02, schedule 0.01, its signature and a batch 0.001", () => {
  const price = (service: bigint) => usd(totalFee(feesOf(service, 1)));
  expect(price(servicePrices.createToken)).toBeCloseTo(1, 8);
  expect(price(servicePrices.changeSupply)).toBeCloseTo(0.001, 8);
  expect(price(servicePrices.mintSerial)).toBeCloseTo(0.02, 8);
  expect(price(servicePrices.transferHbar)).toBeCloseTo(0.0001, 8);
  expect(price(servicePrices.transferToken)).toBeCloseTo(0.001, 8);
  expect(price(servicePrices.associate)).toBeCloseTo(0.05, 8);
  expect(price(servicePrices.createSchedule)).toBeCloseTo(0.01, 8);
  expect(price(servicePrices.signSchedule)).toBeCloseTo(0.001, 8);
  expect(price(servicePrices.batch)).toBeCloseTo(0.001, 8);
});

test("no part of a fee is below zero, and the sum is never less than the price", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 10 }), (price, signatures) => {
      const fees = feesOf(price, signatures);
      expect(fees.node > 0n && fees.network > 0n && fees.service >= 0n).toBe(true);
      expect(totalFee(fees) * BigInt(centsPerHbar) >= price).toBe(true);
    }),
  );
});
