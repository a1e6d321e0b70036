import { z } from "zod";
import type { LedgerKey } from "./work.ts";

/**
 * A key as mirrors show it: raw hex of one public key, or the protobuf `Key` of a list or threshold, read
 * as the keys it holds. A kind of key that signs nothing here (a contract) stays the hex of its protobuf.
 */
export const ledgerKeyShape = z
  .object({ _type: z.string().nullish(), key: z.string() })
  .nullish()
  .transform((key): LedgerKey | undefined => {
    if (key === null || key === undefined) return undefined;
    return key._type === "ProtobufEncoded" ? keyFromProtobuf(Buffer.from(key.key, "hex")) : key.key;
  });

/** Field numbers of protobuf `Key`, `ThresholdKey` and `KeyList`. */
const keyField = { ed25519: 2, threshold: 5, list: 6, ecdsaSecp256k1: 7 } as const;
const thresholdField = { threshold: 1, keys: 2 } as const;
const listField = 1;

function keyFromProtobuf(bytes: Buffer): LedgerKey {
  const [field] = fieldsOf(bytes);
  if (field === undefined || typeof field.value === "number") return bytes.toString("hex");
  switch (field.number) {
    case keyField.ed25519:
    case keyField.ecdsaSecp256k1:
      return field.value.toString("hex");
    case keyField.list: {
      const keys = keysOf(field.value);
      return { threshold: keys.length, keys };
    }
    case keyField.threshold: {
      const parts = fieldsOf(field.value);
      const threshold = parts.find((part) => part.number === thresholdField.threshold)?.value;
      const list = parts.find((part) => part.number === thresholdField.keys)?.value;
      return {
        threshold: typeof threshold === "number" ? threshold : 0,
        keys: Buffer.isBuffer(list) ? keysOf(list) : [],
      };
    }
    default:
      return bytes.toString("hex");
  }
}

function keysOf(list: Buffer): LedgerKey[] {
  return fieldsOf(list).flatMap(({ number, value }) =>
    number === listField && Buffer.isBuffer(value) ? [keyFromProtobuf(value)] : [],
  );
}

type Field = { readonly number: number; readonly value: number | Buffer };

const varint = 0;
const lengthDelimited = 2;

/** @throws RangeError for bytes that are no message of small numbers and nested messages. */
function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes.readUInt8(at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("a number too long for a key");
  };
  while (at < bytes.length) {
    const head = next();
    const wire = head & 7;
    if (wire !== varint && wire !== lengthDelimited) throw new RangeError("a field that no key has");
    const number = next();
    if (wire === varint) {
      fields.push({ number: head >> 3, value: number });
      continue;
    }
    if (at + number > bytes.length) throw new RangeError("a key cut short");
    fields.push({ number: head >> 3, value: bytes.subarray(at, at + number) });
    at += number;
  }
  return fields;
}
