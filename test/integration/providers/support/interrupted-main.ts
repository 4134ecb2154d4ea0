/** The process that `interrupt` starts: does what its argument says, unless a fail point kills it before. */
import { docker } from "../../../../engine/embedded/providers/docker/index.ts";
import type { Interrupted } from "./interrupt.ts";

const { type, operation, inputs, existing } = JSON.parse(process.argv[2] ?? "") as Interrupted; // from `interrupt`
const provider = docker({}, { programDir: "/" }).find((one) => one.type.startsWith(`docker:index/${type}:`));
const context = { signal: new AbortController().signal, interrupt: new AbortController().signal, log: () => undefined };
if (operation === "create") await provider?.create(inputs, context);
else if (existing !== undefined) await provider?.delete(existing, context);
