import { tidegate } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** What engines bring along, and those that isolate more: gVisor and Kata Containers. */
const KNOWN = /^(?:|runc|crun|youki|runsc|kata(?:-[a-z]+)?|io\.containerd\.(?:runc\.v[12]|runsc\.v1|kata\.v2))$/;

/** What starts a container decides what the container is. */
export const standardRuntime: Rule = {
  id: "standard-runtime",
  title: "Standard runtime",
  group: "containers",
  description:
    "Containers run by the engine's own runtime, or by one that isolates them more (gVisor, Kata Containers).",
  rationale:
    "A runtime of one's own runs as root on the host and may leave out whatever this policy asks for: capabilities, " +
    "profiles, namespaces. Nothing of that can be seen in the container's declaration.",
  severity: "high",
  framework: tidegate("Runtime", "Containers are started by a runtime whose isolation is known."),
  remediation: "Remove `runtime`. For devices such as GPUs use the input that is made for them (`gpus`).",
  example: { refused: "runtime: my-runtime", accepted: "runtime: runsc" },
  judges: [CONTAINER],
  judge: (resource) => {
    const runtime = inputOf(resource, "runtime");
    if (runtime.text === undefined || KNOWN.test(runtime.text)) return [];
    return [`${runtime.path}: must be the engine's own, or one that isolates more, got ${runtime.got}. Remove it.`];
  },
};
