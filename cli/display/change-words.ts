import type { PropertyChange, StepInfo } from "../../engine/events.ts";
import { LABEL, SECRETS_DIR } from "../../model/names.ts";
import { colorOfGroup, weightLines } from "./weight-lines.ts";
import { diffLines, expand, expandJson, textDiff, type DiffLine } from "./value-diff.ts";

/** How one property is told: as lines, or as none, and then by a note where a step has nothing else to tell. */
interface Telling {
  path: RegExp;
  lines: (change: PropertyChange) => readonly DiffLine[];
  note?: string;
}

/** What a step changes in the words of a stack's file: hashes, counters and what only repeats other lines are left out. */
export function changeWords(step: StepInfo): DiffLine[] {
  const changes = step.changes.flatMap((change) => expand(change));
  const told = changes.map((change) => ({ change, telling: tellingOf(step.type, change.path) }));
  const lines = told.flatMap(({ change, telling }) => {
    const own = telling?.lines(change) ?? diffLines(change);
    return own.map((line, index) => (index === 0 && change.replaces ? { ...line, replaces: true } : line));
  });
  if (lines.length > 0 || changes.length === 0) return unique(lines);
  const notes = told.flatMap(({ telling }) => telling?.note ?? []);
  return [{ kind: "context", text: notes[0] ?? "Values of tidegate's own, which --diff shows" }];
}

function tellingOf(type: string, path: string): Telling | undefined {
  return TELLINGS[type]?.find((telling) => telling.path.test(path));
}

function unique(lines: readonly DiffLine[]): DiffLine[] {
  const seen = new Set<string>();
  return lines.filter(({ kind, text }) => !seen.has(kind + text) && seen.add(kind + text));
}

function named(name: string, path: RegExp, unit = ""): Telling {
  const withUnit = (value: unknown) => (typeof value === "number" ? `${value}${unit}` : value);
  return {
    path,
    lines: (change) =>
      diffLines({
        ...change,
        path: name,
        ...("old" in change ? { old: withUnit(change.old) } : {}),
        ...("new" in change ? { new: withUnit(change.new) } : {}),
      }),
  };
}

function silent(path: RegExp, note?: string): Telling {
  return { path, lines: () => [], ...(note === undefined ? {} : { note }) };
}

/** The part of the proxy's config that is a service's: of its releases only which there are, for their containers tell the rest. */
function partLines(part: PropertyChange): DiffLine[] {
  return keysOf(part).flatMap((change) => {
    const [, color = "", key] = /^releases\.(\w+)(?:\.(.+))?$/.exec(change.path) ?? [];
    if (color === "") return diffLines(change);
    if (key !== undefined) return key === "release.version" ? diffLines({ ...change, path: `${color}.version` }) : [];
    return diffLines({ ...change, path: color, old: releaseText(change.old), new: releaseText(change.new) });
  });
}

/** The keys of an object of JSON that differ, under their own names. */
function keysOf(change: PropertyChange): PropertyChange[] {
  return expandJson({ ...change, path: "" }).map((inner) =>
    inner.path === "" ? { ...inner, path: "settings" } : inner,
  );
}

function releaseText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  const version = (value as { release?: { version?: unknown } }).release?.version; // whatever it is, it is only shown
  return typeof version === "string" ? version : "a release";
}

function configLines({ old, new: now }: PropertyChange): DiffLine[] {
  const head = "proxy configuration";
  if (typeof old !== "string" || typeof now !== "string") return [{ kind: "change", text: head }];
  const lines = textDiff(old, now);
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return [{ kind: "change", text: `${head}: ${count("add")} lines more, ${count("remove")} less` }];
}

/** Labels, told by their names. */
function labelLines(change: PropertyChange): DiffLine[] {
  const { element } = change;
  if (element === LABEL.version) return diffLines({ ...change, path: "version" });
  if (element !== undefined && Object.values<string>(LABEL).includes(element)) return [];
  return diffLines({ ...change, path: element === undefined ? change.path : `label ${element}` });
}

/** Images by the beginning of their ids. */
function imageLines(change: PropertyChange): DiffLine[] {
  const short = (value: unknown) =>
    typeof value === "string" ? value.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, "$1") : value;
  return diffLines({ ...change, path: "image", old: short(change.old), new: short(change.new) });
}

function mountLines(change: PropertyChange): DiffLine[] {
  if (change.element === SECRETS_DIR) return [{ kind: "change", text: "secrets: other values, or other ones" }];
  return diffLines({ ...change, path: change.element === undefined ? change.path : `mount ${change.element}` });
}

/** A list of mounts that changes as a whole, told by what is mounted. */
function mountsLines(change: PropertyChange): DiffLine[] {
  const old = byTarget(change.old);
  const now = byTarget(change.new);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((target): DiffLine[] => {
    if (old.get(target) === now.get(target)) return [];
    const kind = !now.has(target) ? "remove" : old.has(target) ? "change" : "add";
    return [{ kind, text: mountText(target) }];
  });
}

function byTarget(mounts: unknown): Map<string, string> {
  const list: unknown[] = Array.isArray(mounts) ? mounts : [];
  const targets = list.flatMap((mount): [string, string][] =>
    typeof mount === "object" && mount !== null && "target" in mount
      ? [[String(mount.target), JSON.stringify(mount)]]
      : [],
  );
  return new Map(targets);
}

function mountText(target: string): string {
  return target === SECRETS_DIR ? `secrets, mounted at ${target}` : `mount ${target}`;
}

const COMMAND: readonly Telling[] = [
  named("traffic", /^environment\.TIDEGATE_COLOR$/),
  named("version", /^environment\.TIDEGATE_VERSION$/),
  named("processes", /^environment\.TIDEGATE_PIDS$/),
  named("user", /^environment\.TIDEGATE_USER$/),
  named("host", /^environment\.TIDEGATE_HOST$/),
  { path: /^environment\.TIDEGATE_PART$/, lines: partLines },
  { path: /^environment\.TIDEGATE_BASE$/, lines: (base) => keysOf(base).flatMap(diffLines) },
  { path: /^environment\.TIDEGATE_CONFIG$/, lines: configLines },
  { path: /^stdin$/, lines: () => [{ kind: "change", text: "secret values" }] },
  silent(/^environment\.TIDEGATE_GENERATION$/, "traffic is switched once more"),
  silent(/^environment\.TIDEGATE_COUNTER$/, "is applied once more"),
  silent(/^environment\.TIDEGATE_CONTAINERS$/, "for containers that are made anew"),
  silent(/^environment\.TIDEGATE_(?:RELEASE|VOLUME|LABELS)$/, "for other settings of the release"),
  silent(/^triggers\b/),
];

const CONTAINER: readonly Telling[] = [
  { path: /^labels\[/, lines: labelLines },
  { path: /^image$/, lines: imageLines },
  { path: /^mounts$/, lines: mountsLines },
  { path: /^mounts\[/, lines: mountLines },
  named("environment", /^envs\[/),
  named("memory", /^memory$/, " MiB"),
  silent(/^memorySwap$/),
];

/** Of a weight the one that changes, as far as an engine tells of it alone. */
function weightLine(change: PropertyChange): DiffLine[] {
  const [, index = ""] = /\[(\d+)\]\.weight$/.exec(change.path) ?? [];
  return diffLines({ ...change, path: colorOfGroup(change.element, Number(index)) ?? change.path });
}

const LISTENER_RULE: readonly Telling[] = [
  { path: /^actions$/, lines: weightLines },
  { path: /^actions\[\d+\]\.forward\.targetGroups\[\d+\]\.weight$/, lines: weightLine },
  silent(/^tags(?:All)?\b.*tidegate:generation/, "traffic is switched once more"),
];

const TELLINGS: Readonly<Record<string, readonly Telling[]>> = {
  "command:local:Command": COMMAND,
  "docker:index/container:Container": CONTAINER,
  "aws:lb/listenerRule:ListenerRule": LISTENER_RULE,
};
