import { join, resolve } from "node:path";

/** The folder of this checkout. */
export const REPOSITORY = resolve(import.meta.dirname, "..", "..");

/** What `tidegate` is in this checkout, for Node. */
export const TIDEGATE: string = join(REPOSITORY, "cli", "main.js");
