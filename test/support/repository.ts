import { resolve } from "node:path";

/** The folder of this checkout. */
export const REPOSITORY = resolve(import.meta.dirname, "..", "..");
