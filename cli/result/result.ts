import { z } from "zod";
import { EXIT } from "../../model/errors.ts";

/** Raised when a reader of the old form could go wrong: a key that is gone, or means something else. New keys raise nothing. */
export const RESULT_FORMAT = 1;

/** What `--json` prints as its last line, of one command. */
export interface Result<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** As it is typed: `config set`. */
  command: string;
  schema: z.ZodType;
  /** Writes the result to stdout as one line; `exitCode` is the command's own, done by default. */
  print(data: Printed<z.infer<z.ZodObject<Shape>>>, exitCode?: number): void;
}

/** The same with lists and objects that nobody may change: what is printed is only read. */
export type Printed<T> = T extends readonly (infer Item)[]
  ? readonly Printed<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Printed<T[Key]> }
    : T;

/** Says what the result of a command holds beside what all of them have. Unknown keys are a fault of ours. */
export function defineResult<Shape extends z.ZodRawShape>(command: string, shape: Shape): Result<Shape> {
  return {
    command,
    schema: z.strictObject({ ...headOf(z.literal(command)), ...shape }),
    print: (data, exitCode = EXIT.done) => write(command, exitCode, data),
  };
}

const failure = {
  error: z.string().describe("What went wrong, and what to do."),
  next: z.string().optional().describe("Where traffic is, and what to do, where a run has failed."),
};

/** What every command prints in the place of its result when it failed before it had one. */
export const failureSchema = z.strictObject({
  ...headOf(z.string().describe("As it is typed; empty where it is not known.")),
  ...failure,
});

export function printFailure(command: string, exitCode: number, data: { error: string; next?: string }): void {
  write(command, exitCode, data);
}

function headOf<Command extends z.ZodType>(command: Command) {
  return {
    type: z.literal("result"),
    format: z.literal(RESULT_FORMAT),
    command,
    ok: z.boolean().describe("Whether the exit code is 0."),
    exitCode: z
      .int()
      .describe(
        "0 done, 1 our fault, 2 wrong input, 3 gate red, 4 refused by policy, 5 rolled back, 6 busy, 130 stopped.",
      ),
  };
}

function write(command: string, exitCode: number, data: object): void {
  const head = { type: "result", format: RESULT_FORMAT, command, ok: exitCode === EXIT.done, exitCode };
  process.stdout.write(`${JSON.stringify({ ...head, ...data })}\n`);
}
