import { awsEcsResourceLimits } from "../../../policy/rules/aws-ecs-resource-limits.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";
import { UNKNOWN_TEXT } from "../judge.ts";

const UNLIMITED = { memory: undefined, cpu: undefined };
const mustBeAboveZero = (limit: string, got: string) =>
  `containerDefinitions.shop.${limit}: must be above 0, here or for the whole task, got ${got}. Set it.`;

describeEcsContainerRule(awsEcsResourceLimits, {
  accepts: [
    ["limits of the task", task(UNLIMITED, { cpu: "256", memory: "512" })],
    ["limits of the task with units", task(UNLIMITED, { cpu: ".25 vCPU", memory: "0.5 GB" })],
    ["memory of the container and CPU of the task", task({ cpu: undefined }, { cpu: "256" })],
    ["limits of the task that a preview cannot know", task(UNLIMITED, { cpu: UNKNOWN_TEXT, memory: UNKNOWN_TEXT })],
    ["the least there is", task({ memory: 1, cpu: 1 })],
  ],
  refuses: [
    ["no limit of memory", task({ memory: undefined }), [mustBeAboveZero("memory", "nothing")]],
    ["no share of CPU", task({ cpu: undefined }), [mustBeAboveZero("cpu", "nothing")]],
    ["neither", task(UNLIMITED), [mustBeAboveZero("memory", "nothing"), mustBeAboveZero("cpu", "nothing")]],
    ["a limit of 0, which is none", task({ cpu: 0 }), [mustBeAboveZero("cpu", "0")]],
    [
      "a reservation, which is none",
      task({ memory: undefined, memoryReservation: 256 }),
      [mustBeAboveZero("memory", "nothing")],
    ],
    ["limits of 0 of the task", task({ memory: undefined }, { memory: "0" }), [mustBeAboveZero("memory", "nothing")]],
  ],
});
