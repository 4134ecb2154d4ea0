import { cisDocker } from "../frameworks.ts";
import { inputOf } from "../judged-input.ts";
import { CONTAINER } from "../resource-types.ts";
import type { Rule } from "../rule.ts";

/** No container can take the memory of its neighbours. */
export const limitMemory: Rule = {
  id: "limit-memory",
  title: "Limit memory",
  group: "containers",
  description: "Every container has a memory limit, and no unlimited swap.",
  rationale:
    "A leak in one replica without a limit makes the kernel kill whatever it likes on the host: the active color, or " +
    "the edge.",
  severity: "high",
  framework: cisDocker("5.11", "Ensure that the memory usage for containers is limited."),
  remediation: "Set `memory` (in MiB) to what the app needs at its peak, and `memorySwap` to the same number.",
  example: { refused: "memoryReservation: 256", accepted: "memory: 256, memorySwap: 256" },
  judges: [CONTAINER],
  judge: (resource) => {
    const memory = inputOf(resource, "memory");
    const swap = inputOf(resource, "memorySwap");
    const isLimited = memory.isUnknown || (typeof memory.value === "number" && memory.value > 0);
    return [
      ...(isLimited
        ? []
        : [`${memory.path}: must be a positive number of MiB, got ${memory.got}. Set what the app needs.`]),
      ...(typeof swap.value === "number" && swap.value < 0
        ? [`${swap.path}: must not be unlimited, got ${swap.got}. Set it to the same as \`memory\`.`]
        : []),
    ];
  },
};
