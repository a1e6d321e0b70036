import { hashscanTokenUrl, hashscanTransactionUrl } from "../issuance/links.ts";
import { escaped } from "./answers.ts";
import type { CertificateAnswer } from "./certificates.schemas.ts";
import { frame, linked, list, networkNote, type Row } from "./sheet.page.ts";

type CertificatePage = {
  readonly certificate: CertificateAnswer;
  /** The document's exact bytes. */
  readonly document: Uint8Array;
  /** Where an NFT says that it is; ends in the SHA-256 of the bytes. */
  readonly address: string;
  /** What the rulebook is called, where this gateway knows it. */
  readonly rulebookTitle: string | undefined;
  /** Of its tokens, those that the ledger has deleted. */
  readonly deleted: readonly string[];
};

/** A certificate for whoever follows the link of an NFT: what was shown by it and what not, in a minute. */
export function certificatePage({ certificate, document, address, rulebookTitle, deleted }: CertificatePage): string {
  const { name, properties } = certificate;
  const { rulebook, vintage, network, mints, statement_sha256: statement } = properties;
  const [tonnes = name] = name.split(",", 1);
  const rules = rulebookTitle === undefined ? rulebook : `${rulebook} (${rulebookTitle})`;
  return frame(
    name,
    [
      `<p class="label">${escaped(properties.label)}</p>`,
      `<h1>${escaped(tonnes)}</h1>`,
      `<p class="of">issued under ${escaped(rules)}, vintage ${vintage}. No credit of any programme.</p>`,
      networkNote(network),
      ...deleted.map(
        (tokenId) =>
          `<p class="note"><strong>The token ${escaped(tokenId)} was deleted on the ledger.</strong> Units of it that were not retired before can be neither moved nor retired any more, and are not retired.</p>`,
      ),
      `<h2>What this shows</h2>`,
      `<p>The ledger shows that ${escaped(properties.units)} units of ${escaped(properties.unit_g)} g CO2e were minted in ${mints.length === 1 ? "a transaction" : `${mints.length} transactions`} whose memo is the SHA-256 of a monitoring statement of a hydropower plant. This gateway mints only what an accredited verifier has signed and an issuer has approved, each of another organisation than the plant's.</p>`,
      `<h2>What it does not show</h2>`,
      `<ul>
<li>The verifier's signature. It is in the evidence bundle of the statement's period, with every reading behind it, so that anybody who is given it can check it and compute every figure again.</li>
<li>Which plant it was. Neither this nor the ledger names a plant, an organisation or a person. Who says that it is theirs can show the statement: its SHA-256 is the one below.</li>
<li>Who holds the units today, or whether they were retired: this stays as it is for ever. Ask the token's page on the ledger, and <a href="../retirements">what was retired here</a>.</li>
<li>That each reading is what a device measured: the bundle says which readings a device has signed.</li>
</ul>`,
      `<h2>On the ledger</h2>`,
      list([
        ["Network", escaped(network)],
        ["SHA-256 of the statement", `<code>${escaped(statement)}</code>`],
        ...mints.flatMap((mint) => mintRows(network, mint)),
      ]),
      `<h2>Check it</h2>`,
      `<p>The address of this page ends in the SHA-256 of the document that a program gets from it:</p>`,
      `<pre>curl -s ${escaped(address)} | sha256sum</pre>`,
      `<p><a download="certificate.json" href="data:application/json;base64,${Buffer.from(document).toString("base64")}">The document, byte for byte</a></p>`,
    ].join("\n"),
  );
}

type Mint = CertificateAnswer["properties"]["mints"][number];

function mintRows(network: CertificateAnswer["properties"]["network"], mint: Mint): Row[] {
  const { units, token_id, transaction_id, message_transaction_id: message } = mint;
  const transaction = (id: string) => linked(id, hashscanTransactionUrl(network, id));
  return [
    ["Units", escaped(units)],
    ["Token", linked(token_id, hashscanTokenUrl(network, token_id))],
    ["Transaction", transaction(transaction_id)],
    ["Message in the same batch", message && transaction(message)],
  ];
}
