import {
  headOf,
  readLines,
  splitLedger,
  type LedgerLine,
  type LedgerText,
} from "../../../delivery/ledger/ledger-text.ts";
import { nextLines } from "../../../delivery/ledger/next-lines.ts";
import type { LedgerStore } from "../../../delivery/ledger/store.ts";
import { verifyChain } from "../../../delivery/ledger/verify-chain.ts";
import { BusyError } from "../../../model/errors.ts";
import type { Facts, SwitchFacts } from "../../../model/ledger.ts";
import type { LedgerHead, LedgerState } from "../../../model/ledger-state.ts";
import type { Bucket } from "./bucket.ts";
import { findMove } from "./find-move.ts";
import { isLater, lastTurn, turnOf } from "./last-turn.ts";
import type { Untold } from "./records.ts";

/** A ledger in S3: texts of lines, one behind the other, `ledger/000001.jsonl`, of which only the last is ever written to. */
export interface S3Ledger extends LedgerStore {
  /** Writes a switch or a step down, where it is not there yet: whoever finds one that is not written down does it for whoever died. */
  tell(facts: Untold): Promise<LedgerHead>;
  /**
   * Whether the last switch of a service that is written down has not come to its end. It may have been made again since, up to a number,
   * for rules that had not followed it: that has no entry of its own.
   */
  isOpen(service: string, generation: number): Promise<boolean>;
  /** What an `up` asks of it: its end is looked at, not all of it. */
  state(): Promise<LedgerState>;
}

/** Where the texts lie, below what a stack keeps. */
export const LEDGER_FOLDER = "ledger/";
/** A text that is longer is gone on with in another one. */
const SEGMENT_CHARACTERS = 256 * 1024;
/** How often somebody else may be quicker before we give up. */
const ATTEMPTS = 10;

export function s3Ledger(bucket: Bucket, now: () => number = Date.now): S3Ledger {
  async function read(): Promise<LedgerText> {
    const segments = await Promise.all((await bucket.list(LEDGER_FOLDER)).map((key) => bucket.read(key)));
    return splitLedger(segments.map((segment) => segment?.text ?? "").join(""));
  }

  /** The last text, with the one before it: a short one alone may not tell how the ledger goes on. */
  async function readEnd(): Promise<End> {
    const [before, last] = [undefined, undefined, ...(await bucket.list(LEDGER_FOLDER))].slice(-2);
    const [earlier, latest] = await Promise.all(
      [before, last].map(async (key) => (key === undefined ? null : await bucket.read(key))),
    );
    const text = latest?.text ?? "";
    return {
      ...{ key: last ?? segmentKey(1), text, etag: latest?.etag ?? null },
      ...{ written: splitLedger((earlier?.text ?? "") + text), isAll: before === undefined },
    };
  }

  /** Null where `isNeeded` says so of what is there. */
  async function add(facts: Facts | SwitchFacts, isNeeded: () => Promise<boolean>): Promise<LedgerHead | null> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const end = await readEnd();
      if (!(await isNeeded())) return null;
      const { lines, head } = nextLines(end.written, facts, now());
      const { key, text, expected } = placeOf(end);
      if ((await bucket.put(key, `${text}${lines.map((line) => `${line}\n`).join("")}`, expected)) !== null) {
        return { ...head, waits: false };
      }
    }
    throw new BusyError("ledger: others write to it all the time. Run again.");
  }

  /** What is found in the last text in which anything is. */
  async function findLast<T>(find: (lines: readonly LedgerLine[]) => T | undefined): Promise<T | undefined> {
    for (const key of (await bucket.list(LEDGER_FOLDER)).toReversed()) {
      const found = find(readLines(splitLedger((await bucket.read(key))?.text ?? "").lines));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function isOpen(service: string, generation: number): Promise<boolean> {
    const last = await findLast((lines) => findMove(lines, service));
    return last?.isOpen === true && last.generation <= generation;
  }

  return {
    read,
    isOpen,
    head: async () => headOf(readLines((await readEnd()).written.lines)),
    append: (facts) => add(facts, async () => facts.kind !== "verified" || isOpen(facts.service, facts.generation)),
    async tell(facts) {
      const isNew = async () => isLater(turnOf(facts), await findLast((lines) => lastTurn(lines, facts.service)));
      const head = (await add(facts, isNew)) ?? headOf(readLines((await readEnd()).written.lines));
      if (head === null) throw new Error("a ledger with an entry has a head");
      return { ...head, waits: false };
    },
    async state() {
      const { written, isAll } = await readEnd();
      const { head, breaks } = verifyChain(written, { isPart: !isAll });
      const [found] = breaks.filter(({ kind }) => kind !== "torn"); // the next entry repairs it
      return {
        head: head === null ? null : { ...head, waits: false },
        broken: found === undefined ? null : { entry: found.number, text: found.problem },
        hasRoom: true,
      };
    },
  };
}

/** What a ledger ends with. */
interface End {
  /** Of its last text. */
  key: string;
  text: string;
  etag: string | null;
  written: LedgerText;
  /** Whether that is all that there is. */
  isAll: boolean;
}

/** Where the next lines go, and behind what. */
function placeOf({ key, text, etag, written }: End): { key: string; text: string; expected: string | null } {
  if (written.torn !== null) return { key, text: text.slice(0, -written.torn.length), expected: etag };
  if (text.length < SEGMENT_CHARACTERS) return { key, text, expected: etag };
  return { key: segmentKey(Number(/\d+/.exec(key)?.[0]) + 1), text: "", expected: null };
}

function segmentKey(number: number): string {
  return `${LEDGER_FOLDER}${String(number).padStart(6, "0")}.jsonl`;
}
