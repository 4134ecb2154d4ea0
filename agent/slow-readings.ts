import type { CertificateEnds, GateVerdicts } from "../edge/haproxy/socket.ts";
import type { LedgerReading } from "../edge/ledger-reading.ts";
import type { Link } from "./link.ts";

/** What changes seldom, and is not asked for in each round. */
export interface SlowReadings {
  /** At most 10 s old; null where the edge does not tell. */
  ledger: LedgerReading | null;
  /** What gates said, as of that entry of the ledger. */
  gates: GateVerdicts;
  /** At most a minute old. */
  certificates: CertificateEnds;
}

interface KnownLedger {
  at: number;
  reading: LedgerReading | null;
  gates: GateVerdicts;
}

const LEDGER_EVERY_MS = 10_000;
const CERTIFICATES_EVERY_MS = 60_000;

/** Asks an edge for what changes seldom, and remembers it. */
export class SlowReader {
  readonly #link: Pick<Link, "ledger" | "gates" | "certificates">;
  #ledger: KnownLedger | undefined;
  #certificates: { at: number; ends: CertificateEnds } | undefined;

  constructor(link: Pick<Link, "ledger" | "gates" | "certificates">) {
    this.#link = link;
  }

  /** `at`: now, in milliseconds by a clock that only grows. */
  async read(at: number): Promise<SlowReadings> {
    if (this.#ledger === undefined || at - this.#ledger.at >= LEDGER_EVERY_MS)
      this.#ledger = await this.#readLedger(at);
    if (this.#certificates === undefined || at - this.#certificates.at >= CERTIFICATES_EVERY_MS) {
      this.#certificates = { at, ends: await this.#link.certificates() };
    }
    const { reading, gates } = this.#ledger;
    return { ledger: reading, gates, certificates: this.#certificates.ends };
  }

  /** Gates say nothing new where the ledger has no new entry. */
  async #readLedger(at: number): Promise<KnownLedger> {
    const known = this.#ledger;
    const reading = await this.#link.ledger();
    const isSame = known !== undefined && known.reading?.head?.hash === reading?.head?.hash;
    return { at, reading, gates: isSame ? known.gates : await this.#link.gates() };
  }
}
