import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { get, getStream } from "./http.ts";
import { parseJson } from "./messages.ts";
import { SourceUnavailable } from "./unavailable.ts";

/** A gateway that is asked for records and proofs. Nothing it says is trusted. */
export type GatewayAddress = { readonly url: string; readonly apiKey: string | undefined };

/** The export of a plant's chain, as it comes. @throws {SourceUnavailable}, also when it breaks off */
export function exportOf(gateway: GatewayAddress, plantId: string): AsyncGenerator<Uint8Array> {
  return streamOf(gateway, `/api/v1/records/export?plant_id=${encodeURIComponent(plantId)}`);
}

/** The export of what devices signed, from a record on. @throws {SourceUnavailable}, also when it breaks off */
export function signaturesOf(gateway: GatewayAddress, plantId: string, fromSeq: number): AsyncGenerator<Uint8Array> {
  return streamOf(gateway, `/api/v1/records/signatures?plant_id=${encodeURIComponent(plantId)}&from_seq=${fromSeq}`);
}

/** The export of what records were made of, from a record on. @throws {SourceUnavailable}, also when it breaks off */
export function samplesOf(gateway: GatewayAddress, plantId: string, fromSeq: number): AsyncGenerator<Uint8Array> {
  return streamOf(gateway, `/api/v1/records/samples?plant_id=${encodeURIComponent(plantId)}&from_seq=${fromSeq}`);
}

async function* streamOf({ url, apiKey }: GatewayAddress, target: string): AsyncGenerator<Uint8Array> {
  const path = `${url}${target}`;
  const body = await getStream(path, { apiKey });
  try {
    for await (const chunk of body ?? []) yield chunk;
  } catch (error) {
    throw new SourceUnavailable(`the export broke off: ${path}`, error);
  }
}

const keyShape = z.object({
  network: z.enum(["local", "testnet", "previewnet", "mainnet"]),
  topic_id: z.string().regex(/^\d+\.\d+\.\d+$/),
  mirror_url: z.string().regex(/^https?:/),
});

/** Where the gateway says that its log is (`GET /log/key`). @throws {SourceUnavailable} also before there is a topic */
export async function logPlaceOf({ url }: GatewayAddress): Promise<z.output<typeof keyShape>> {
  const path = `${url}/log/key`;
  const { bytes } = await get(path, { accept: "application/json" });
  const answer = keyShape.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (!answer.success) throw new SourceUnavailable(`no topic of a log is named by ${path}`);
  return answer.data;
}

/** The text of a record's proof document; waits up to half a minute for a record that is not anchored yet. */
export async function proofOf({ url, apiKey }: GatewayAddress, recordId: string): Promise<string> {
  const path = `${url}/api/v1/records/${recordId}/proof`;
  for (let wait = 0; ; wait++) {
    const { status, bytes } = await get(path, { apiKey, also: [409] });
    if (status === 200) return new TextDecoder().decode(bytes);
    if (wait === 30) throw new SourceUnavailable(`record ${recordId} is not anchored yet: ${path}`);
    await sleep(1_000);
  }
}
