/** A line of `--json`, and when it came: Unix time in milliseconds. */
export interface TimedLine {
  line: Readonly<Record<string, unknown>>;
  at: number;
}

/** Milliseconds of a release by what it did meanwhile; their sum is the whole. */
export interface Phases {
  /** Until the first resource is touched: process, config, digest, a look at the host, the program. */
  start: number;
  /** Secrets, containers and their part of the proxy. */
  containers: number;
  /** Health, smoke requests and the switch itself. */
  cutover: number;
  /** What is left to do once traffic has moved: verified, stack's file and state written. */
  after: number;
}

/** Cuts a release, from `startedAt` to `endedAt`, by its events. Throws where it made no cutover. */
export function cutIntoPhases(lines: readonly TimedLine[], startedAt: number, endedAt: number): Phases {
  const begun = lines.filter(({ line }) => line["type"] === "step-started");
  const touched = begun[0]?.at;
  const cutover = begun.find(({ line }) => isCutover(line["step"]))?.at;
  const switchedAt = lines.map(({ line }) => switchTime(line)).find((at) => at !== undefined);
  if (touched === undefined || cutover === undefined || switchedAt === undefined) {
    throw new Error("the release did not tell of a cutover");
  }
  return {
    start: touched - startedAt,
    containers: cutover - touched,
    cutover: switchedAt - cutover,
    after: endedAt - switchedAt,
  };
}

function isCutover(step: unknown): boolean {
  return typeof step === "object" && step !== null && "urn" in step && String(step.urn).includes("Cutover$command");
}

/** When traffic had moved, which a release's result tells. */
function switchTime(line: TimedLine["line"]): number | undefined {
  const { up } = line as { up?: { verdicts: { switchedAt: number | null }[] } | null }; // as `tidegate json-schema release` says
  return up?.verdicts.map(({ switchedAt }) => switchedAt).find((at) => at !== null);
}
