/** Something that a command did, to be sent as a span. Times are Unix times in milliseconds, with fractions. */
export interface Step {
  name: string;
  /** What it is a part of; undefined of the command itself. */
  parent: Step | undefined;
  startedAt: number;
  endedAt: number;
  attributes: Readonly<Record<string, string | number>>;
  /** Why it failed; undefined where it did not. */
  failure?: string | undefined;
}
