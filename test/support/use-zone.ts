import { afterAll, beforeAll } from "vitest";

/** Has all tests of a file run in a time zone, such as `Europe/Berlin`. */
export function useZone(zone: string): void {
  const before = process.env["TZ"];
  beforeAll(() => {
    process.env["TZ"] = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });
}
