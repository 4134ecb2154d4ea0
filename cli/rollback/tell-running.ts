import { z } from "zod";
import type { RollbackTarget } from "../../delivery/rollback-target.ts";
import { InputError } from "../../model/errors.ts";
import type { StackPlatform } from "../platform/platform.ts";
import { readBackLines } from "./read-back-lines.ts";

/** What a rollback's result says of the build that serves after it. */
export const runningSchema = z
  .strictObject({
    digest: z.string().nullable().describe("Null where its replicas run several, or one without a digest."),
    strays: z
      .array(z.strictObject({ replica: z.string(), digest: z.string() }))
      .describe("Replicas that run another build than the version was sealed with."),
  })
  .nullable()
  .describe("Build that serves now, read back from the host; null where no traffic was moved, or nobody could say.");

/**
 * Reads back which build a color runs that traffic went back to, says so on standard output, by `say`, and what is wrong with it on standard
 * error. Traffic is back, whatever comes of this: null where the host cannot be asked any more.
 */
export async function tellRunning(
  platform: Pick<StackPlatform, "readBack">,
  { service, target: { to, sealed } }: { service: string; target: Pick<RollbackTarget, "to" | "sealed"> },
  say: (line: string) => void,
): Promise<z.infer<typeof runningSchema>> {
  const { version, image } = sealed.release;
  try {
    const found = await platform.readBack({ service, color: to, image });
    if (found === null) return null;
    const { said, warnings } = readBackLines({ service, to, version }, found);
    say(said);
    for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    return { digest: found.digest, strays: [...found.strays] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`warning: ${service}: which build ${to} runs was not read back: ${error.message}\n`);
    return null;
  }
}
