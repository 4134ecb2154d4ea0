import type { TaskLine } from "../../platforms/aws/logs/read-lines.ts";

/** Of lines that were asked for from `since` on, those that it was not told before, in the order of their times. */
export type UnseenLines = <Line extends Pick<TaskLine, "id" | "at">>(lines: readonly Line[], since: number) => Line[];

/** For looks that overlap, each from the same moment on as the one before it, or from a later one: what is older is forgotten. */
export function unseenLines(): UnseenLines {
  const seen = new Map<string, number>();
  return (lines, since) => {
    const unseen = lines.filter(({ id }) => !seen.has(id));
    for (const { id, at } of unseen) seen.set(id, at);
    for (const [id, at] of seen) if (at < since) seen.delete(id);
    return unseen.toSorted((a, b) => a.at - b.at);
  };
}
