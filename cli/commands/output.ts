import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { renderValue } from "../display/render-value.ts";
import type { StackOptions } from "../options.ts";
import { defineResult } from "../result/result.ts";
import { openSession } from "../run/session.ts";

export interface OutputOptions extends StackOptions {
  /** One output only, printed as it is. */
  name?: string;
  showSecrets: boolean;
}

export const outputResult = defineResult("output", {
  stack: z.string(),
  outputs: z.record(z.string(), z.unknown()).describe("All of them, or the one that was asked for."),
});

/** Prints the stack's outputs of its last `up`. */
export async function output(options: OutputOptions): Promise<void> {
  const { engine, ref } = await openSession(options, "nothing");
  const outputs = await engine.outputs({ showSecrets: options.showSecrets });
  const value = options.name === undefined ? outputs : outputs[options.name];
  if (value === undefined) {
    const names = Object.keys(outputs).join(", ") || "none";
    throw new InputError(`output: ${ref.stack} has no output ${JSON.stringify(options.name)}. It has: ${names}.`);
  }
  if (options.json) {
    const { name } = options;
    outputResult.print({ stack: ref.stack, outputs: name === undefined ? outputs : { [name]: value } });
    return;
  }
  process.stdout.write(typeof value === "string" ? `${value}\n` : renderValue(value));
}
