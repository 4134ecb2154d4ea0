import { EXIT } from "../../model/errors.ts";
import { holdText } from "../../plan/hold-problems.ts";
import type { FollowedEnd } from "./follow.ts";

/** How a command ends that has followed releases: with the worst of their ends. */
export function exitCodeOf(all: readonly FollowedEnd[]): number {
  const ends = all.map(({ end }) => end);
  if (ends.includes("went back")) return EXIT.rolledBack;
  if (ends.includes("removed")) return EXIT.busy;
  return ends.includes(null) ? EXIT.interrupted : EXIT.done;
}

/** What became of a release that was followed, and what to do: a sentence each. */
export function endSentences(stack: string, { release, end, record }: FollowedEnd): string[] {
  const { service, to, version } = release;
  switch (end) {
    case "gone over":
      return [`${service}: all clients have gone over to ${to} (version ${version}).`];
    case "removed":
      return [`${service}: was taken away while version ${version} was under way. Nothing serves in its name.`];
    case "went back": {
      const active = record?.active ?? "nobody";
      const serving = record?.active == null ? undefined : record.sealed[record.active]?.release.version;
      const hold = record?.hold?.version === version ? record.hold : undefined;
      return [
        `${service}: all clients are back on ${active} (version ${serving ?? "unknown"}).`,
        ...(hold === undefined ? [] : [`${service}: ${holdText(hold)}, and is held.`]),
        `Mend the release and give it a new version, because this one has served. \`tidegate show ${service}@${version} -s ${stack}\` ` +
          "tells how it went.",
      ];
    }
    case null:
      return [
        `${service}: version ${version} is followed no longer, and goes on by itself. \`tidegate canary status ${service} -s ${stack}\` ` +
          "says how far it is.",
      ];
  }
}
