import { differences, valueText } from "../../../delivery/approvals/differences.ts";
import type { Recorded, Story } from "../../../delivery/ledger/releases.ts";
import { renderShare } from "../../../model/canary.ts";
import { renderSeconds } from "../../../model/duration.ts";
import { parseImageReference } from "../../../model/image-reference.ts";
import type { Side, Step } from "../../../model/ledger.ts";
import { reachedBy } from "../end-words.ts";
import { localTime } from "../local-time.ts";
import { endedAt, problemOf, PURPOSE_WORDS, togetherWords, verdictsOf } from "../story-words.ts";
import { facts, prose, type RecordPart, type RecordSection } from "./document.ts";

const NOT_SAID = "not said";

/** Which change it is, who makes it and why. `isFull` names what is missing, as a reviewer asks for it. */
export function changeSection(story: Story, stack: string, isFull: boolean): RecordSection {
  const { service, purpose, first, change, cleared, reviewed } = story;
  const { actor, pipeline, commit } = change;
  const said = (text: string | null) => text ?? (isFull ? NOT_SAID : null);
  return {
    title: "The change",
    parts: [
      facts([
        ["environment", stack],
        ["service", service],
        ["kind", PURPOSE_WORDS[purpose]],
        ["together with", togetherWords(story)],
        ["class", said(change.class)],
        ["ticket", said(change.ticket)],
        ["reason", said(change.reason)],
        ["impact", said(change.impact)],
        ["rollback plan", said(change.rollbackPlan)],
        ["made by", `${actor.name} (${actor.kind})`],
        ["pipeline", pipeline],
        ["commit", commit],
        ["emergency", change.emergency],
        ["reviewed", reviewed && reviewWords(reviewed)],
        ["break-glass", change.breakGlass],
        ["hold cleared by", cleared && `${cleared.change.actor.name}: ${cleared.change.reason ?? NOT_SAID}`],
        ["at", localTime(first.entry.at)],
      ]),
    ],
  };
}

function reviewWords({ at, change }: NonNullable<Story["reviewed"]>): string {
  return `by ${change.actor.name} at ${localTime(at)}: ${change.reason ?? NOT_SAID}`;
}

/** What served, what was to serve, and in which settings they differ. */
export function contentSection(story: Story): RecordSection {
  const { from, to } = story;
  const rows = (["from", "to"] as const).map((label) => sideRow(label, label === "from" ? from : to));
  return {
    title: "What was changed",
    parts: [{ kind: "table", columns: ["traffic", "color", "version", "image", "digest"], rows }, ...settings(story)],
  };
}

/** What stood before it, and what each found. */
export function gatesSection({ gates, end }: Story): RecordSection {
  const title = "Gates";
  if (gates === null && end.how === "refused") {
    return { title, parts: [prose("It did not end at them; what they said is not in the ledger.")] };
  }
  if (gates === null) return { title, parts: [prose("None had to be asked.")] };
  if (gates.length === 0) return { title, parts: [prose("None is declared for this service.")] };
  const rows = gates.map(({ gate, verdict, asked, seen, wanted, tookMs }) => [
    ...[gate, VERDICT_WORDS[verdict], asked, seen, wanted, `${tookMs} ms`],
  ]);
  return { title, parts: [{ kind: "table", columns: ["gate", "verdict", "asked", "seen", "wanted", "took"], rows }] };
}

const VERDICT_WORDS = { pass: "open", fail: "closed", inconclusive: "closed: not known" } as const;

/** How the clients went over, step by step; no section where all of them did at once. */
export function stepsSection({ first, steps, change }: Story): RecordSection[] {
  const begun = reachedBy({ first, steps: [] });
  const row = (
    { entry }: Recorded,
    { action, share, by, reason }: Omit<Step, "revision" | "action"> & { action: string },
  ) => {
    const clients = `${renderShare(share.before)} → ${renderShare(share.after)}`;
    return [`#${entry.number}`, localTime(entry.at), action, clients, by, reason];
  };
  const share = { before: 0, after: begun?.share ?? 0 };
  const began = row(first, { action: "began", share, by: change.actor.name, reason: change.reason ?? "" });
  const rows = [...(begun === null ? [] : [began]), ...steps.map(({ step, by }) => row(by, step))];
  if (rows.length === 0) return [];
  return [
    { title: "Steps", parts: [{ kind: "table", columns: ["entry", "at", "what", "clients", "by", "why"], rows }] },
  ];
}

/** What the guard said that had traffic taken back; no section where no guard did. */
export function guardSection(story: Story): RecordSection[] {
  const verdicts = verdictsOf(story);
  if (verdicts.length === 0) return [];
  const rows = verdicts.map(({ rule, against, outcome, query, windowMs, samples, text }) => [
    ...[rule, against, outcome, query, renderSeconds(windowMs)],
    ...[`${samples.active} and ${samples.stable}`, text],
  ]);
  const columns = ["rule", "against", "verdict", "asked", "window", "samples of both colors", "seen"];
  return [{ title: "Guard", parts: [{ kind: "table", columns, rows }] }];
}

/** When traffic moved, how it was proved, how it ended, and until when it served. */
export function outcomeSection(story: Story): RecordSection {
  const { end, leftBy, first } = story;
  const ended = endedAt(story);
  const switchMs = end.how === "verified" ? end.by.entry.switchMs : null;
  const checks = end.how === "verified" ? "healthy, and answers at the public listener" : null;
  return {
    title: "Outcome",
    parts: [
      facts([
        [beginning(first), exactTime(first.entry.at)],
        ["switch took", switchMs === null ? null : `${switchMs} ms, from the first worker of the proxy to the last`],
        ["proved", checks],
        ["ended", ended === null || first.entry.kind === "refused" ? null : exactTime(ended)],
        ["problem", problemOf(story)],
        [
          "served until",
          leftBy && `${exactTime(leftBy.first.entry.at)}, ${leftBy.purpose} #${leftBy.first.entry.number}`,
        ],
      ]),
    ],
  };
}

function beginning(first: Recorded): string {
  if (first.entry.kind === "refused") return "refused";
  return reachedBy({ first, steps: [] }) === null ? "traffic switched" : "first clients moved";
}

/** The entries that tell of it. */
export function entriesSection({ first, steps, end }: Story): RecordSection {
  const rows = [...new Set([first, ...steps.map(({ by }) => by), ...(end.how === "open" ? [] : [end.by])])].map(
    entryRow,
  );
  return {
    title: "Entries",
    parts: [{ kind: "table", columns: ["entry", "kind", "written", "hash", "previous"], rows }],
  };
}

function entryRow({ entry, hash }: Recorded): string[] {
  return [`#${entry.number}`, entry.kind, exactTime(entry.at), hash, entry.previous];
}

function sideRow(label: string, side: Side | null): string[] {
  if (side === null) return [label, "nobody", "", "", ""];
  const { registry, repository = side.image, tag, digest } = parseImageReference(side.image) ?? {};
  const image = `${registry === undefined ? "" : `${registry}/`}${repository}${tag === undefined ? "" : `:${tag}`}`;
  return [label, side.color, side.version, image, digest ?? "none: the image is named by its tag"];
}

function settings({ before, release, end }: Story): RecordPart[] {
  if (release === null && end.how === "refused") {
    const why = "the ledger holds those of a release from its first traffic on, and this one got none";
    return [prose(`The settings cannot be compared: ${why}.`)];
  }
  if (before === null || release === null) {
    return [prose("The settings cannot be compared: the ledger does not hold both releases.")];
  }
  const { version: _, image: __, ...old } = before.release;
  const { version: ___, image: ____, ...fresh } = release.release;
  const found = differences(old, fresh);
  if (found.length === 0) return [prose("No setting differs.")];
  const rows = found.map(({ path, before: was, after }) => [path, valueText(was), valueText(after)]);
  return [{ kind: "table", columns: ["setting", "before", "after"], rows }];
}

/** To the second, and in UTC besides, as the ledger has it. */
function exactTime(ms: number): string {
  return `${localTime(ms)} (${new Date(ms).toISOString()})`;
}
