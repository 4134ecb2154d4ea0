import { safeText } from "../../model/shown-text.ts";
import type { ChainBreak } from "../../delivery/ledger/chain-breaks.ts";
import type { ExportMark } from "../../delivery/ledger/exported.ts";
import type { ChainCheck } from "../../delivery/ledger/verify-chain.ts";
import type { Paint } from "../display/paint.ts";
import { wrap } from "../display/wrap.ts";
import { localTime } from "./local-time.ts";

const WIDTH = 80;

/** Of whose ledger it is told, and how one goes on with it. */
export interface ChainSubject {
  /** `The ledger of prod`, `ledger.jsonl`. */
  name: string;
  /** Null of a file: nothing can be written behind it. */
  stack: string | null;
  /** Whose ledger a file says it is, null where it does not say; left out of a stack's own. */
  mark?: ExportMark | null;
  /** Whether a head was given to compare with. */
  hasKnownHead: boolean;
}

/** What can be proved of a ledger, what cannot, and what to do. */
export function renderChain(check: ChainCheck, subject: ChainSubject, paint: Paint): string {
  const { breaks, accepted } = check;
  const lines = [
    ...(breaks.length === 0 ? proved(check, subject, paint) : broken(breaks, subject, paint)),
    ...accepted.flatMap(({ found, by }) => {
      const { actor, reason } = by.change;
      const text = `${found.problem}. ${actor.name} went on with that in #${by.number}: ${reason ?? "no reason"}`;
      return wrap(safeText(text), WIDTH, "  ", "! ");
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function proved({ head, lines }: ChainCheck, { name, hasKnownHead, mark }: ChainSubject, paint: Paint): string[] {
  if (head === null) return [`${name} is empty.`];
  const count = `${lines.length} ${lines.length === 1 ? "entry" : "entries"}`;
  const extent = hasKnownHead ? "It is, or goes on from, the one that had the known head." : lastEntry();
  return [
    paint("green", `${name} is what was written: ${count}.`),
    `head ${head.number}:${head.hash}`,
    ...(mark === undefined ? [] : wrap(originText(mark), WIDTH)),
    ...wrap(extent, WIDTH),
  ];
}

function originText(mark: ExportMark | null): string {
  if (mark === null) return "It does not say whose ledger it is.";
  return safeText(`It says that it is the ledger of ${mark.stack} of ${mark.project}, at ${localTime(mark.at)}.`);
}

function lastEntry(): string {
  return (
    "Nothing links the last entry to one behind it: that it was not changed, and none after it taken away, is proved by a head which " +
    "was kept elsewhere, with `--head NUMBER:HASH`."
  );
}

function broken(breaks: readonly ChainBreak[], { name, stack }: ChainSubject, paint: Paint): string[] {
  const count = breaks.length === 1 ? "one place" : `${breaks.length} places`;
  return [
    paint("red", `${name} is not what was written, in ${count}:`),
    ...breaks.flatMap(({ problem }) => wrap(safeText(`${problem}.`), WIDTH, "    ", "  ")),
    ...adviceFor(breaks, stack).flatMap((advice) => wrap(advice, WIDTH)),
  ];
}

function adviceFor(breaks: readonly ChainBreak[], stack: string | null): string[] {
  if (stack === null) return ["Take the copy anew, or compare it with another one: `tidegate ledger export`."];
  if (breaks.every(({ kind }) => kind === "torn")) {
    return [
      "Whoever wrote it was stopped. The next entry says what stood there and takes its place: there is nothing to do.",
    ];
  }
  return [
    `What to do: keep a copy (\`tidegate ledger export -s ${stack} > ledger.jsonl\`), and compare it with earlier ones and with the ` +
      "heads that runs have printed.",
    `Releases are refused until somebody goes on with it and says why: \`tidegate ledger accept --reason TEXT -s ${stack}\`. ` +
      "Rollbacks go through.",
  ];
}
