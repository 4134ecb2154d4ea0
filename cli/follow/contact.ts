import { statusOf } from "../../docker/connect.ts";
import { InputError, TidegateError } from "../../model/errors.ts";
import type { Observed } from "../../model/observed.ts";

/** How long the hosts may be out of reach in a row. */
const PATIENCE_MS = 120_000;

export interface ContactArgs {
  stack: string;
  /** Asks the hosts what is there now. */
  look: () => Promise<Observed>;
  warn: (line: string) => void;
  /** Milliseconds since anything. */
  clock: () => number;
}

/** Looks at a stack's hosts again and again, and bears it for a while that they are out of reach. */
export class Contact {
  readonly #args: ContactArgs;
  /** When the last answer came, or the first question was asked. */
  #lastMs: number;
  #isLost = false;

  constructor(args: ContactArgs) {
    this.#args = args;
    this.#lastMs = args.clock();
  }

  /** What is there; undefined where nobody can say just now. Throws an InputError where nobody could for two minutes. */
  async look(): Promise<Observed | undefined> {
    const { stack, look, warn, clock } = this.#args;
    try {
      const observed = await look();
      if (this.#isLost) warn("the host answers again");
      this.#isLost = false;
      this.#lastMs = clock();
      return observed;
    } catch (error) {
      if (!(error instanceof TidegateError) && statusOf(error) === undefined) throw error;
      if (clock() - this.#lastMs >= PATIENCE_MS) throw givenUp(stack, error);
      if (!this.#isLost) warn(`the host cannot be asked, and is asked again for two minutes: ${textOf(error)}`);
      this.#isLost = true;
      return undefined;
    }
  }
}

function givenUp(stack: string, cause: unknown): InputError {
  return new InputError(
    `The release is under way and goes on without this command, which could not ask the host for two minutes: ${textOf(cause)}\n` +
      `\`tidegate canary status -s ${stack}\` says how far it is.`,
    { cause },
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
