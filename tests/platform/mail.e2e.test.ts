import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createMailer } from "../../src/platform/mail.ts";

let server: Server;
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test("a mail server that never stops answering holds a mail for its time and no longer", async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    const more = setInterval(() => socket.write("250-more\r\n"), 20);
    socket.on("close", () => {
      clearInterval(more);
      sockets.delete(socket);
    });
    socket.write("220 mail.example\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const mailer = createMailer(`smtp://127.0.0.1:${port}`, "gateway@hydro.example", 300);
  const sent = mailer.send({ to: "meera@hydro.example", subject: "An alert", text: "Of it." });
  await expect(sent).rejects.toThrow();
  mailer.close();
});
