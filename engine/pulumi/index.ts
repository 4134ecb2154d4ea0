export { createPulumiEngine } from "./pulumi-engine.ts";
export { findPulumi } from "./find-pulumi.ts";
