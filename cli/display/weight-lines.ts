import type { PropertyChange } from "../../engine/events.ts";
import { COLORS } from "../../model/color.ts";
import { diffLines, type DiffLine } from "./value-diff.ts";

/** Weight of each target group by the color whose it is, or by its ARN where nothing tells. */
type Weights = ReadonlyMap<string, number>;

/** What a rule of a load balancer on AWS changes: `blue: 100 → 0`, a line for each color. `change` is of its actions as a whole. */
export function weightLines({ old, new: now }: Pick<PropertyChange, "old" | "new">): DiffLine[] {
  const [before, after] = [weightsIn(old), weightsIn(now)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)];
    return from === to ? [] : diffLines({ path: name, old: from, new: to, replaces: false });
  });
}

/** The color of a target group: by its name, which is cut where it is long, else by its place among both. */
export function colorOfGroup(arn: unknown, index: number): string | undefined {
  const [, named] = typeof arn === "string" ? (/:targetgroup\/\S*-(blue|green)-\d+\//.exec(arn) ?? []) : [];
  return named ?? COLORS[index];
}

function weightsIn(actions: unknown): Weights {
  const groups = listOf(actions).flatMap((action) => listOf(keyOf(keyOf(action, "forward"), "targetGroups")));
  return new Map(
    groups.map((group, index): [string, number] => {
      const [arn, weight] = [keyOf(group, "arn"), keyOf(group, "weight")];
      return [colorOfGroup(arn, index) ?? String(arn), typeof weight === "number" ? weight : 0];
    }),
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function keyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}
