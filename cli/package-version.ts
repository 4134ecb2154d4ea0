import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const packageSchema = z.object({ version: z.string() });

/** Version of the package this file lies in, from a checkout and from the published build alike. */
export function packageVersion(): string {
  for (let dir = import.meta.dirname; ; dir = dirname(dir)) {
    const file = join(dir, "package.json");
    if (existsSync(file)) return packageSchema.parse(JSON.parse(readFileSync(file, "utf8"))).version;
    if (dirname(dir) === dir) return "unknown";
  }
}
