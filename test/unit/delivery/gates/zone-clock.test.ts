import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoneClock } from "../../../../delivery/gates/zone-clock.ts";

const ZONES = Intl.supportedValuesOf("timeZone");
const FROM = Date.UTC(1975, 0);
const TO = Date.UTC(2037, 0);

describe("the clocks of a zone", () => {
  it("give back every instant from what they show, in every zone there is", () => {
    const zone = fc.constantFrom(...ZONES);
    const instant = fc.integer({ min: FROM, max: TO });
    fc.assert(
      fc.property(zone, instant, (name, at) => {
        const clock = zoneClock(name);
        const wall = clock.wallAt(at);
        const instants = clock.instantsOf(wall);
        expect(instants).toContain(at);
        expect(instants.map(clock.wallAt)).toEqual(instants.map(() => wall));
      }),
      { numRuns: 400 },
    );
  });

  it("leave a time out, and show one twice, when they are set", () => {
    const berlin = zoneClock("Europe/Berlin");
    expect(berlin.instantsOf(Date.UTC(2026, 2, 29, 2, 30))).toEqual([]);
    expect(berlin.instantsOf(Date.UTC(2026, 9, 25, 2, 30))).toEqual([
      Date.UTC(2026, 9, 25, 0, 30),
      Date.UTC(2026, 9, 25, 1, 30),
    ]);
  });

  it("tell the second at which they are set", () => {
    const { changesBetween } = zoneClock("Europe/Berlin");
    expect(changesBetween(Date.UTC(2026, 0), Date.UTC(2027, 0))).toEqual([
      Date.UTC(2026, 2, 29, 1),
      Date.UTC(2026, 9, 25, 1),
    ]);
    expect(zoneClock("UTC").changesBetween(Date.UTC(2026, 0), Date.UTC(2027, 0))).toEqual([]);
  });
});
