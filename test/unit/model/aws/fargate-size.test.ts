import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fargateSize } from "../../../../model/aws/fargate-size.ts";

const GIB = 1024;

describe("the size of a task on Fargate", () => {
  it.each([
    [256, 512, { cpu: 256, memoryMib: 512 }],
    [103, 256, { cpu: 256, memoryMib: 512 }],
    [256, 513, { cpu: 256, memoryMib: 1024 }],
    [256, 1536, { cpu: 256, memoryMib: 2048 }],
    [256, 2049, { cpu: 512, memoryMib: 3072 }],
    [512, 256, { cpu: 512, memoryMib: 1024 }],
    [257, 4096, { cpu: 512, memoryMib: 4096 }],
    [1024, 8193, { cpu: 2048, memoryMib: 9 * GIB }],
    [8192, 17 * GIB, { cpu: 8192, memoryMib: 20 * GIB }],
    [16_384, 33 * GIB, { cpu: 16_384, memoryMib: 40 * GIB }],
    [1, 120 * GIB, { cpu: 16_384, memoryMib: 120 * GIB }],
  ])("of %i CPU units and %i MiB is the next one there is", (cpu, memoryMib, expected) => {
    expect(fargateSize({ cpu, memoryMib })).toEqual(expected);
  });

  it.each([
    [16_385, 512],
    [256, 120 * GIB + 1],
  ])("is none for %i CPU units and %i MiB", (cpu, memoryMib) => {
    expect(fargateSize({ cpu, memoryMib })).toBeUndefined();
  });

  it("has at least what was asked for, and stays what it is when asked for itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16_384 }), fc.integer({ min: 1, max: 120 * GIB }), (cpu, memoryMib) => {
        const size = fargateSize({ cpu, memoryMib });
        expect(size?.cpu).toBeGreaterThanOrEqual(cpu);
        expect(size?.memoryMib).toBeGreaterThanOrEqual(memoryMib);
        expect(size && fargateSize(size)).toEqual(size);
      }),
    );
  });
});
