import { LABEL } from "../model/names.ts";
import { UNKNOWN } from "./unknown.ts";
import { inputOf, JudgedInput } from "./judged-input.ts";
import type { JudgedResource } from "./rule.ts";

/** Value of a label of a container, network or volume, wherever it stands in the list. */
export function labelOf(resource: JudgedResource, name: string): JudgedInput {
  const labels = inputOf(resource, "labels");
  const found = labels.items().find((item) => item.at("label").text === name);
  if (found !== undefined) return found.at("value");
  const mayBeThere = labels.isUnknown || labels.items().some((item) => item.at("label").isUnknown);
  return new JudgedInput(`labels.${name}`, mayBeThere ? UNKNOWN : undefined);
}

/** What a container is to Tidegate: `edge`, `agent`, `replica`; undefined when Tidegate did not make it, UNKNOWN in some previews. */
export function roleOf(resource: JudgedResource): unknown {
  return labelOf(resource, LABEL.role).value;
}
