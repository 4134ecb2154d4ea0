import { ALL_RULES, levelsOf } from "../../policy/all-rules.ts";

/** Prints every rule there is, a line each. */
export function policyList({ json }: { json: boolean }): void {
  const rules = ALL_RULES.map(({ id, title, group, severity, description }) => ({
    ...{ id, title, group, severity, description },
    levels: levelsOf(id),
  }));
  if (json) {
    process.stdout.write(`${JSON.stringify(rules, undefined, 2)}\n`);
    return;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, group, severity, levels, description }) => {
    const inDev = levels.dev === "advisory" ? "warns in dev" : "";
    return `${id.padEnd(width)}  ${group.padEnd(10)}  ${severity.padEnd(8)}  ${inDev.padEnd(12)}  ${description}`;
  });
  process.stdout.write(`${lines.join("\n")}\n`);
}
