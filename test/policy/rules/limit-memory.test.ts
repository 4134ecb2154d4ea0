import { limitMemory } from "../../../policy/rules/limit-memory.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_NUMBER } from "../judge.ts";

const memory = (got: string) => `memory: must be a positive number of MiB, got ${got}. Set what the app needs.`;
const swap = "memorySwap: must not be unlimited, got -1. Set it to the same as `memory`.";

describeContainerRule(limitMemory, {
  accepts: [
    ["the smallest limit", { memory: 1, memorySwap: 1 }],
    ["a limit that leaves swap to the engine", { memory: 256, memorySwap: undefined }],
    ["limits that a preview does not know", { memory: UNKNOWN_NUMBER, memorySwap: UNKNOWN_NUMBER }],
  ],
  refuses: [
    ["no limit", { memory: undefined }, [memory("nothing")]],
    ["a limit of zero, which is none", { memory: 0 }, [memory("0")]],
    ["a negative limit", { memory: -1 }, [memory("-1")]],
    ["a reservation in its place", { memory: undefined, memoryReservation: 256 }, [memory("nothing")]],
    ["unlimited swap", { memorySwap: -1 }, [swap]],
    ["unlimited swap beside a limit that is not known", { memory: UNKNOWN_NUMBER, memorySwap: -1 }, [swap]],
    ["both at once", { memory: 0, memorySwap: -1 }, [memory("0"), swap]],
  ],
});
