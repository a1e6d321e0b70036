import { createTransport } from "nodemailer";

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for a mail that is sent again; absent: one is made up. */
  readonly messageId?: string;
};

/** Hands mail to a server. */
export type Mailer = {
  /** Resolves when the server has taken the mail. @throws when it has not */
  send(mail: Mail): Promise<void>;
  close(): void;
};

/** One mail in all, ms: a server that answers a byte now and then never goes silent. Below what a try is given. */
const mailMs = 60_000;

/** @param url `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte */
export function createMailer(url: string, from: string, timeoutMs = mailMs): Mailer {
  const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
  // Neither files nor URLs become parts of a mail, whatever stands in it.
  const safe = { disableFileAccess: true, disableUrlAccess: true };
  const transport = createTransport({ url, ...limits, ...safe });
  return {
    async send({ to, subject, text, messageId }) {
      // As an object: an address that holds a comma is one address, not two.
      const mail = { from, to: { name: "", address: to }, subject, text, ...(messageId && { messageId }) };
      await transport.sendMail({ ...mail, signal: AbortSignal.timeout(timeoutMs) });
    },
    close: () => transport.close(),
  };
}
