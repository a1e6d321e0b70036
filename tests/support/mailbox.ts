import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { vi } from "vitest";

export type Letter = {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
};

/** A mail server that keeps what it gets. */
export async function mailbox() {
  const letters: Letter[] = [];
  let refusals = 0;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    async onData(stream, session, done) {
      let raw = "";
      for await (const chunk of stream) raw += String(chunk);
      if (refusals > 0) {
        refusals--;
        return done(Object.assign(new Error("try again"), { responseCode: 451 }));
      }
      const [folded = "", ...rest] = raw.split("\r\n\r\n");
      const head = folded.replace(/\r\n[ \t]+/g, " ");
      const { mailFrom, rcptTo } = session.envelope;
      const body = rest.join("\r\n\r\n");
      const text = /quoted-printable/i.test(head) ? fromQuotedPrintable(body) : body;
      const subject = /^Subject: (.*)$/im.exec(head)?.[1]?.trim() ?? "";
      const messageId = /^Message-ID: (.*)$/im.exec(head)?.[1]?.trim() ?? "";
      const to = rcptTo.map(({ address }) => address).join(",");
      letters.push({ to, from: mailFrom === false ? "" : mailFrom.address, subject, text, messageId });
      return done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    /** The next letters are refused for now. */
    refuse(count: number) {
      refusals = count;
    },
    /** The newest letter to an address with such a subject, once it is there; of those after the first `known` ones. */
    to: (address: string, subject: RegExp, known = 0) =>
      vi.waitFor(
        () => {
          const found = letters.slice(known).findLast((one) => one.to === address && subject.test(one.subject));
          if (found === undefined) throw new Error(`no letter "${subject}" to ${address}`);
          return found;
        },
        { timeout: 20_000, interval: 25 },
      ),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function fromQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The token in the link of a letter. */
export function tokenIn({ text }: Letter): string {
  const token = /#(?:join|password)=(ghln_[\w-]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link in: ${text}`);
  return token;
}
