import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes, the longest first: begun last, one of them would keep a single core busy at the end. */
const LONG = [
  "e2e/crash",
  "e2e/flips",
  "e2e/aws-flips",
  "e2e/topology",
  "e2e/crash-at-creation",
  "e2e/refusals",
  "edge/traffic",
  "edge/gate-report",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = LONG.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
  return at < 0 ? LONG.length : at;
}
