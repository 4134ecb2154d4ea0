import { stringify } from "yaml";

/** Outputs as people read them: YAML. */
export function renderValue(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
