import { X509Certificate } from "node:crypto";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { renewed, selfSigned } from "../support/certificate.ts";
import { testGateway } from "../support/gateway.ts";

const serialOf = (pem: string) => new X509Certificate(pem).serialNumber;

/** What a device is shown that comes now. */
function serialAt(port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  socket.once("secureConnect", () => {
    resolve(socket.getPeerCertificate().serialNumber);
    socket.destroy();
  });
  socket.once("error", reject);
  return promise;
}

test("a certificate that is renewed in its files is shown to devices without a restart, and half of a renewal is waited out", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hydro-certificates-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const put = async (file: string, text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  await put(cert, selfSigned.cert);
  await put(key, selfSigned.key);
  const gateway = await testGateway({
    env: { MQTT_PORT: "0", MQTT_TLS_CERT_FILE: cert, MQTT_TLS_KEY_FILE: key },
    overrides: { certificatesEveryMs: 100 },
  });
  onTestFinished(() => gateway.stop());
  const port = Number(new URL(gateway.mqttUrl ?? "").port);
  expect(await serialAt(port)).toBe(serialOf(selfSigned.cert));

  await put(cert, renewed.cert);
  const isSaid = () =>
    gateway.logLines.filter((line) => line.includes("MQTT_TLS_CERT_FILE and MQTT_TLS_KEY_FILE hold"));
  while (isSaid().length === 0) await pause(50);
  expect(await serialAt(port)).toBe(serialOf(selfSigned.cert));
  await pause(500);
  expect(isSaid()).toHaveLength(1);

  await put(key, renewed.key);
  while ((await serialAt(port)) !== serialOf(renewed.cert)) await pause(50);
  const ends = new X509Certificate(renewed.cert).validToDate.getTime() / 1000;
  const metrics = await (await fetch(`${gateway.baseUrl}/metrics`)).text();
  expect(metrics).toContain(`hydro_tls_certificate_expiry_timestamp_seconds{listener="mqtt"} ${ends}\n`);
});
