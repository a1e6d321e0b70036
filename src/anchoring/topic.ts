import type { Mirror, TopicMessage } from "../ledger/ledger.ts";

const page = 100;

/** All messages after a sequence number. A hole between pages of different replicas shows in the numbers. */
export async function readOnward(mirror: Mirror, topicId: string, after: bigint): Promise<TopicMessage[]> {
  const all: TopicMessage[] = [];
  let from = after;
  for (;;) {
    const messages = await mirror.messagesAfter(topicId, from, page);
    all.push(...messages);
    const last = messages.at(-1);
    if (last === undefined || messages.length < page || last.sequenceNumber <= from) return all;
    from = last.sequenceNumber;
  }
}
