import { statementForm } from "../issuance/types.ts";
import { count, type Finding, note, ok, unchecked } from "./findings.ts";
import type { Replay } from "./replay.ts";
import type { Replayed } from "./replayed.ts";

/** Counts what a replay made of a chain's records, and tells what is found by it. */
export class ReplayTally {
  readonly #retrain: boolean;
  readonly #counts = new Map<Replayed["kind"], number>();
  readonly #unknownWhy = new Map<string, number>();
  #ofEarlierForms = 0;

  /** `retrain`: the plant's own models are trained again too. */
  constructor({ retrain }: { readonly retrain: boolean }) {
    this.#retrain = retrain;
  }

  add(replayed: Replayed): void {
    this.#counts.set(replayed.kind, this.#of(replayed.kind) + 1);
    if (replayed.kind === "statement" && replayed.form < statementForm) this.#ofEarlierForms++;
    if (replayed.kind !== "unknown") return;
    this.#unknownWhy.set(replayed.why, (this.#unknownWhy.get(replayed.why) ?? 0) + 1);
  }

  findings(replay: Replay): Finding[] {
    for (const unknown of replay.before) this.add(unknown);
    return [
      ...this.#judgementFindings(),
      ...this.#modelFindings(replay),
      ...this.#givenFindings(replay),
      ...this.#issuanceFindings(replay),
      ...sampleFindings(replay),
      ...signatureFindings(replay),
      ...this.#configurationFindings(),
    ];
  }

  #of(...kinds: readonly Replayed["kind"][]): number {
    return kinds.reduce((sum, kind) => sum + (this.#counts.get(kind) ?? 0), 0);
  }

  #judgementFindings(): Finding[] {
    const judged = `verdict and carbon estimate of ${count(this.#of("recomputed"), "reading")}`;
    const findings = [
      ok("replay", `${judged} recomputed, byte for byte equal`),
      ok("no-time-twice", "no device's readings cover the same time twice"),
    ];
    const [reviews, statements] = [this.#of("review"), this.#of("statement")];
    if (reviews > 0) {
      const made = count(reviews, "decision or re-opening", "decisions and re-openings");
      findings.push(ok("reviews", `${made} checked: each possible where it stands, with the effects it states`));
      findings.push(note("reviews", "who decided, and who filed a correction, is the gateway's word: nobody signs it"));
    }
    if (statements > 0) {
      const made = count(statements, "statement");
      findings.push(
        ok("statements", `${made} made again from registers, decisions and design before it, byte for byte equal`),
      );
      const word =
        "invoices, fuel, leakage and late calibrations, and that there are no others, are the operator's word";
      findings.push(note("statements", word));
      if (this.#ofEarlierForms > 0) {
        const earlier = `${this.#ofEarlierForms} of them by the rules of an earlier form: no register was held to the power beside it`;
        findings.push(note("statements", earlier));
      }
    }
    return findings;
  }

  #modelFindings({ models, unbounded }: Replay): Finding[] {
    const decisions = this.#of("model");
    if (decisions === 0) return [];
    const inForce = models.map(({ forest: { identity } }) => `${identity.id} (SHA-256 ${identity.hash})`);
    const made = count(decisions, "decision");
    const detail = `${made} on the plant's model followed, and every verdict recomputed with the one in force there`;
    if (inForce.length === 0) return [ok("models", detail)];
    return [ok("models", `${detail}: ${inForce.join(", ")}`), ...this.#retrained(inForce.length, unbounded)];
  }

  #retrained(models: number, unbounded: readonly string[]): Finding[] {
    const many = count(models, "model");
    if (!this.#retrain)
      return [note("retraining", `that ${many} came of the readings named was not tried: --retrain does`)];
    const again = `${many} trained again from the chain's own readings, byte for byte equal`;
    return [ok("retraining", again), ...unbounded.map((why) => unchecked("retraining", why))];
  }

  /** What is taken as it is given, or was given away. */
  #givenFindings({ gridTables }: Replay): Finding[] {
    const findings: Finding[] = [];
    const [taken, handedOut] = [this.#of("taken"), this.#of("handed-out")];
    if (taken > 0) {
      const others = count(taken, "statement of another period", "statements of other periods");
      findings.push(note("statements", `${others} taken as they stand: their records are not at hand`));
    }
    if (handedOut > 0) {
      findings.push(note("bundles", `${count(handedOut, "evidence bundle")} handed out, with their digests`));
    }
    for (const { id, hash, publisher, source } of gridTables) {
      const detail = `the owner's own factors ${id} (SHA-256 ${hash}): compare them with ${publisher}, ${source}`;
      findings.push(note("grid-table", detail));
    }
    return findings;
  }

  #issuanceFindings({ acts }: Replay): Finding[] {
    const findings: Finding[] = [];
    const [steps, moves, registered] = [this.#of("issuance"), this.#of("units"), this.#of("registered")];
    if (steps > 0) {
      const made = count(steps, "step or claim", "steps and claims");
      findings.push(
        ok(
          "issuance",
          `${made}: in order, by parties apart, signed by the keys that they name, minted as stated and once`,
        ),
      );
      const detail =
        "which keys are accredited, whose, for what and until when, stands in the records of the registrar that the steps name: --register FILE holds the steps to them";
      findings.push(note("issuance", detail));
    }
    if (moves > 0) {
      const made = count(moves, "step of transfers and retirements", "steps of transfers and retirements");
      findings.push(
        ok("units", `${made}: of units that were issued and free, by their digests, no unit in two places`),
      );
    }
    if (registered > 0) {
      const made = count(registered, "decision");
      findings.push(ok("register", `${made} of the registrar: each withdrawal of what stood, no key of two parties`));
    }
    if (acts.count > 0) {
      findings.push(
        ok("administration", `${count(acts.count, "act")} of the organisation's administration, each once`),
      );
    }
    return findings;
  }

  #configurationFindings(): Finding[] {
    const configurations = count(this.#of("configuration", "device-key"), "configuration record");
    const findings = [note("configuration", `${configurations} fed the replay`)];
    const unknown = this.#of("unknown");
    if (unknown > 0) {
      const why = [...this.#unknownWhy].map(([reason, times]) => `${times}: ${reason}`).join("; ");
      const records = count(unknown, "record");
      findings.push(unchecked("replay", `${records} cannot be recomputed with this version (${why})`));
    }
    return findings;
  }
}

function sampleFindings({ samples: { records, samples, unheld, later } }: Replay): Finding[] {
  const findings: Finding[] = [];
  if (records > 0) {
    const made = `${count(records, "reading")} made again from ${count(samples, "sample")}`;
    findings.push(ok("samples", `${made}: time, values and root of each, byte for byte equal`));
  }
  if (unheld > 0) {
    const detail = `whether ${count(unheld, "reading")} follow from what was sent: give their samples with --samples`;
    findings.push(unchecked("samples", detail));
  }
  if (later.records > 0) {
    const made = `${count(later.records, "reading")}, the first of them record ${later.firstSeq}, ${later.records === 1 ? "was" : "were"} made up to ${count(Math.ceil(later.mostMs / 3_600_000), "hour")} after ${later.records === 1 ? "its" : "their"} samples had come by their own word`;
    const detail = `${made}: a gateway that runs makes one within a day, and until then whoever has it could write the samples anew, with any time`;
    findings.push(note("samples", detail));
  }
  return findings;
}

function signatureFindings(replay: Replay): Finding[] {
  const { held, unheld, unsigned, changes, behindRevoked } = replay.signatures;
  const findings: Finding[] = [];
  if (changes > 0) {
    const made = count(changes, "change");
    findings.push(ok("device-keys", `${made} of devices' keys: each key proves itself, each rotation is signed for`));
  }
  if (held > 0) {
    const signed = count(held, "reading");
    findings.push(ok("signatures", `${signed} signed by their devices, each held against the key in use there`));
  }
  if (held + unheld > 0 && unsigned > 0) {
    findings.push(note("signatures", `${count(unsigned, "reading")} without a signature: nothing shows who sent them`));
  }
  if (unheld > 0) {
    const detail = `whether the signatures of ${count(unheld, "reading")} hold: give what was signed with --signatures`;
    findings.push(unchecked("signatures", detail));
  }
  if (behindRevoked.samples > 0) findings.push(behindRevocation(behindRevoked));
  return findings;
}

/** A slot that was open when its device's key was revoked is closed within a day; whoever has the key and the gateway needs no more. */
function behindRevocation({ samples, firstSeq, late }: Replay["signatures"]["behindRevoked"]): Finding {
  const which = `${count(samples, "sample")}, the first in record ${firstSeq}, came before the revocation of the key that signed ${samples === 1 ? "it" : "them"}`;
  if (late === 0) return note("signatures", `that ${which}, is the gateway's word: the records were made behind it`);
  return unchecked("signatures", `whether ${which}: the records of ${late} were made more than a day behind it`);
}
