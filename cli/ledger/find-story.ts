import type { Story } from "../../delivery/ledger/releases.ts";
import { InputError } from "../../model/errors.ts";

/** A release as the command line names one: by an entry of it, or by service and version. */
export type Wanted = { number: number } | { service: string; version: string };

/** Reads `#12`, `12`, `shop@1.4.2` or the two words `shop 1.4.2`. Throws an InputError for anything else. */
export function parseWanted(words: readonly string[]): Wanted {
  const [first = "", second, ...rest] = words;
  const number = /^#?(\d{1,15})$/.exec(first)?.[1];
  if (number !== undefined && second === undefined) return { number: Number(number) };
  const at = first.lastIndexOf("@");
  const [service, version] =
    second === undefined && at > 0 ? [first.slice(0, at), first.slice(at + 1)] : [first, second];
  if (rest.length === 0 && service !== "" && version !== undefined && version !== "") return { service, version };
  throw new InputError(
    `release: must be the number of an entry, or a service and its version, got ${JSON.stringify(words.join(" "))}. ` +
      "Write it like `#12`, `shop@1.4.2` or `shop 1.4.2`; `tidegate history` lists them.",
  );
}

/** The release that is wanted: of several of that version the newest. Throws an InputError where there is none. */
export function findStory(stories: readonly Story[], wanted: Wanted, stack: string): Story {
  const found = stories.findLast((story) =>
    "number" in wanted
      ? numbersOf(story).includes(wanted.number)
      : story.service === wanted.service && story.to?.version === wanted.version,
  );
  if (found !== undefined) return found;
  const what =
    "number" in wanted
      ? `no release with entry #${wanted.number}`
      : `no release of ${wanted.service} ${wanted.version}`;
  throw new InputError(
    `release: the ledger of ${stack} tells of ${what}. \`tidegate history -s ${stack}\` lists those it has.`,
  );
}

/** Numbers of its entries: the first and the last one, and those of the hold that was cleared for it and of its review. */
function numbersOf({ first, end, cleared, reviewed }: Story): number[] {
  const others = [end.how === "open" ? null : end.by.entry, cleared, reviewed];
  return [first.entry.number, ...others.flatMap((entry) => entry?.number ?? [])];
}
