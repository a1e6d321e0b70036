import { describe, expect, test } from "vitest";
import { canonicalBytes, type Json } from "../../src/kernel/canonical.ts";
import { decodeMessage, type RecordMessage } from "../../src/proof/checkpoint-message.ts";
import { isSignedBy, signRecordMessage } from "../../src/proof/record-message.ts";
import { largeEntry, testSigner } from "./fixtures.ts";

const origin = "hydro-mrv.log/record";
const signer = await testSigner(origin, "0c".repeat(32));
const said = {
  commitment: largeEntry(7),
  leafIndex: 118,
  fields: { energy_wh: "900000", estimate: true, head_height_m: 45, interval_s: null },
};
const sent = await signRecordMessage(said, signer);
const members = JSON.parse(new TextDecoder().decode(sent)) as { [name: string]: Json };

const read = (changed: { [name: string]: Json | undefined }) =>
  decodeMessage(canonicalBytes(changed)) as RecordMessage | undefined;

describe("a direct message", () => {
  test("says whose record is public, where it lies and what was chosen, in plain JSON", async () => {
    expect(members).toMatchObject({ v: 1, type: "record", origin, leaf_index: 118, fields: said.fields });
    const message = decodeMessage(sent) as RecordMessage;
    expect(message).toMatchObject({ type: "record", origin, leafIndex: 118, fields: said.fields });
    expect(message.commitment).toEqual(said.commitment);
    expect(await isSignedBy(signer.key, message)).toBe(true);
  });

  test.each<[string, Json]>([
    ["leaf_index", 119],
    ["fields", { ...said.fields, energy_wh: "900001" }],
    ["fields", { ...said.fields, more: 1 }],
    ["commitment", Buffer.from(largeEntry(8)).toString("base64")],
    ["origin", "hydro-mrv.log/other"],
    ["signature", Buffer.alloc(64, 1).toString("base64")],
  ])("with a changed %s is not the log's", async (name, value) => {
    const message = read({ ...members, [name]: value });
    expect(message?.type).toBe("record");
    expect(await isSignedBy(signer.key, message as RecordMessage)).toBe(false);
  });

  test("of the log's name under another key is not the log's", async () => {
    const other = await testSigner(origin, "0d".repeat(32));
    const message = decodeMessage(await signRecordMessage(said, other)) as RecordMessage;
    expect(await isSignedBy(signer.key, message)).toBe(false);
  });

  test.each<[string, { [name: string]: Json | undefined }]>([
    ["no signature", { signature: undefined }],
    ["a short signature", { signature: "AAAA" }],
    ["a short commitment", { commitment: "AAAA" }],
    ["a leaf index below zero", { leaf_index: -1 }],
    ["a leaf index as text", { leaf_index: "118" }],
    ["an empty origin", { origin: "" }],
    ["fields within fields", { fields: { readings: { ph: 7 } } }],
    ["a list of fields", { fields: ["ph"] }],
    ["an unknown member", { plant_id: "PLANT-HP-001" }],
  ])("with %s is a stranger's", (_, change) => {
    expect(read(members)).toBeDefined();
    expect(read({ ...members, ...change })).toBeUndefined();
  });

  test("that does not fit into one message is never made", async () => {
    const long = { ...said, fields: { plant_id: "x".repeat(1_024) } };
    await expect(signRecordMessage(long, signer)).rejects.toThrow("impossible state");
  });
});
