import type { Ledger } from "../ledger/ledger.ts";

/** A single public key as mirrors write it: lists and thresholds are longer, and may hold ours. */
const singleKey = /^(?:[0-9a-f]{64}|[0-9a-f]{66})$/i;

/**
 * Why the topic takes nothing that this gateway's operator signs: it has one submit key, and that is another. Asked before
 * anything is sent there, since the network charges what it refuses for that.
 *
 * @returns undefined when it takes it; null when that is not to be seen now
 */
export async function whyRefused(
  { mirror, payerKey }: Pick<Ledger, "mirror" | "payerKey">,
  topicId: string,
): Promise<string | null | undefined> {
  const topic = await mirror.topic(topicId).catch(() => undefined);
  if (topic === undefined) return null;
  const { submitKey } = topic;
  if (submitKey === undefined || !singleKey.test(submitKey) || submitKey.toLowerCase() === payerKey.toLowerCase())
    return undefined;
  return `topic ${topicId} takes messages of one key alone, and HEDERA_OPERATOR_KEY is another: start with the key that the topic was made with`;
}
