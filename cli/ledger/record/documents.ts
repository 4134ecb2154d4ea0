import type { Story } from "../../../delivery/ledger/releases.ts";
import type { ChainCheck } from "../../../delivery/ledger/verify-chain.ts";
import { endWordsOf } from "../end-words.ts";
import { localTime } from "../local-time.ts";
import { versionOf } from "../story-words.ts";
import { facts, type RecordDocument, type RecordSection } from "./document.ts";
import {
  changeSection,
  contentSection,
  entriesSection,
  gatesSection,
  guardSection,
  outcomeSection,
  stepsSection,
} from "./sections.ts";

/** Everything the ledger tells of a release. */
export function describeStory(story: Story, stack: string): RecordDocument {
  return {
    ...headOf(story, stack, `#${story.first.entry.number}`),
    sections: [
      changeSection(story, stack, false),
      contentSection(story),
      gatesSection(story),
      ...stepsSection(story),
      ...guardSection(story),
      outcomeSection(story),
      entriesSection(story),
    ],
  };
}

/** The same as an auditor samples it: what is missing is named, and the whole chain proved when it is printed, at `now`. */
export function changeRecord(story: Story, stack: string, check: ChainCheck, now: number): RecordDocument {
  const head = headOf(story, stack, "Change record");
  const [broken] = check.breaks;
  const warning = broken && `The ledger's chain cannot be proved from entry ${broken.number} on: ${broken.problem}.`;
  return {
    ...head,
    warnings: [...head.warnings, ...(warning === undefined ? [] : [warning])],
    sections: [
      changeSection(story, stack, true),
      contentSection(story),
      gatesSection(story),
      ...stepsSection(story),
      ...guardSection(story),
      outcomeSection(story),
      wayBackSection(story),
      entriesSection(story),
      proofSection(check, now),
    ],
  };
}

function headOf(story: Story, stack: string, kind: string): Omit<RecordDocument, "sections"> {
  const { service, end, change } = story;
  const { word, sentence } = endWordsOf(story);
  const marks = [
    change.emergency && `Emergency: closed hours and freezes did not hold for this change. Reason: ${change.emergency}`,
    awaitsReview(story) ? "Not reviewed: nobody else has said so far that they looked at this emergency release" : null,
    change.breakGlass && `Break-glass: a person did by hand what is a pipeline's. Reason: ${change.breakGlass}`,
  ];
  return {
    kind,
    title: `${service} ${versionOf(story)} in ${stack}`,
    end: { word, sentence, isGood: end.how === "verified" },
    warnings: marks.flatMap((mark) => mark ?? []),
    source: "the ledger",
  };
}

/** An emergency let it through, it moved traffic, and nobody has reviewed it. */
function awaitsReview({ reviewed, end, purpose, change }: Story): boolean {
  const wasMade = purpose === "release" && end.how !== "refused" && end.how !== "undone";
  return wasMade && change.emergency !== null && reviewed === null;
}

/** What could be gone back to, right after it. */
function wayBackSection({ from, service, change }: Story): RecordSection {
  const target =
    from === null ? "none: nothing served before" : `${from.version} on ${from.color}, sealed as ${from.hash}`;
  return {
    title: "Way back",
    parts: [
      facts([
        ["rollback plan", change.rollbackPlan ?? "not said"],
        ["target", target],
        ["command", from === null ? null : `tidegate rollback ${service} --to ${from.version}`],
      ]),
    ],
  };
}

function proofSection({ head, breaks, accepted, lines }: ChainCheck, now: number): RecordSection {
  const gaps = accepted.map(
    ({ found, by }) => `from ${found.number} on (accepted by ${by.change.actor.name} in #${by.number})`,
  );
  return {
    title: "Proof",
    parts: [
      facts([
        ["printed", localTime(now)],
        ["entries", String(lines.length)],
        ["head", head && `${head.number}:${head.hash}`],
        ["chain verified", breaks.length === 0 ? "yes, from the first entry to the head" : "no"],
        ["not proved", gaps.length === 0 ? null : gaps.join("; ")],
      ]),
    ],
  };
}
