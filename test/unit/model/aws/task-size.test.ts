import { expect, it } from "vitest";
import { sizeNotice, taskSize } from "../../../../model/aws/task-size.ts";

const limits = (cpus: number, memory: string) => ({ cpus, memory, pids: 2048 });

it("is the next one of Fargate, and says so", () => {
  expect(taskSize(limits(0.5, "256MiB"), true)).toEqual({ cpu: 512, memoryMib: 1024 });
  expect(sizeNotice("shop.blue", limits(0.5, "256MiB"), true)).toBe(
    "shop.blue: each task gets 0.5 cores and 1024MiB, the least that ECS has for the 0.5 cores and 256MiB of its release.",
  );
});

it("is what was asked for where Fargate has it, without a word", () => {
  expect(taskSize(limits(1, "2GiB"), true)).toEqual({ cpu: 1024, memoryMib: 2048 });
  expect(sizeNotice("shop.blue", limits(1, "2GiB"), true)).toBeUndefined();
});

it("is what was asked for on instances, down to the least share of a core", () => {
  expect(taskSize(limits(0.3, "100MiB"), false)).toEqual({ cpu: 308, memoryMib: 100 });
  expect(sizeNotice("shop.blue", limits(0.3, "100MiB"), false)).toBeUndefined();
  expect(taskSize(limits(0.1, "100MiB"), false)).toEqual({ cpu: 128, memoryMib: 100 });
  expect(sizeNotice("shop.blue", limits(0.1, "100MiB"), false)).toBe(
    "shop.blue: each task gets 0.125 cores and 100MiB, the least that ECS has for the 0.1 cores and 100MiB of its release.",
  );
});
