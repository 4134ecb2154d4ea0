import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planService } from "../../../plan/plan-service.ts";
import type { ServicePlan } from "../../../plan/service-plan.ts";
import { COLORS, type Color } from "../../../model/color.ts";
import { replicaName } from "../../../model/names.ts";
import type { Observed, ObservedReplica } from "../../../model/observed.ts";
import { releaseHash, type SealedRelease } from "../../../model/release.ts";
import type { ServiceSpec } from "../../../model/service.ts";
import { ID, observed, record, release, spec } from "../edge/observed.ts";

const version = fc.constantFrom("1", "2", "3");
const port = fc.constantFrom(3000, 4000);
const declared = fc
  .record({
    ...{ activeColor: fc.constantFrom(...COLORS), blue: version, green: version, bluePort: port, greenPort: port },
    replicas: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ activeColor, blue, green, bluePort, greenPort, replicas }) =>
    spec({
      activeColor,
      replicas,
      blue: release(blue, { port: bluePort }),
      green: release(green, { port: greenPort }),
    }),
  );

/** What happens to a host between two looks at it. */
type Step = { declared: ServiceSpec; gate: "passes" | "red" | "crash before save" };
const step: fc.Arbitrary<Step> = fc.record({
  declared,
  gate: fc.constantFrom("passes" as const, "passes" as const, "red" as const, "crash before save" as const),
});

describe("any history of ups", () => {
  it("never replaces or removes what serves, and a repeated `up` changes nothing", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const host = new Host();
        for (const { declared: text, gate } of steps) {
          const before = host.look();
          const plan = planService("shop", text, before);
          if (plan.problems.length > 0) {
            expect(serviceIn(before)?.record?.active).toBeTruthy(); // nothing is refused on an empty host
            continue;
          }
          const serving = host.servingIds();
          host.up(text, plan, gate);
          const kept = serving.slice(0, text.replicas);
          expect(host.allIds()).toEqual(expect.arrayContaining(kept));
          if (gate !== "passes") continue;
          expect(host.active).toBe(text.activeColor);
          const again = planService("shop", text, host.look());
          expect(again.problems).toEqual([]);
          expect(again.generation).toBe(host.generation);
          expect(again.traffic).toBe(`shop: traffic stays on ${text.activeColor}; 0 active containers touched`);
          expect(host.up(text, again, "passes")).toBe("unchanged");
        }
      }),
    );
  });

  it("makes every replica of a sealed color the same, one that is added later too", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const host = new Host();
        for (const { declared: text } of steps) {
          const plan = planService("shop", text, host.look());
          if (plan.problems.length > 0) continue;
          host.up(text, plan, "passes");
          const hashes = serviceIn(host.look())?.replicas.filter(({ color }) => color === text.activeColor);
          expect(new Set(hashes?.map((replica) => replica.release))).toEqual(
            new Set([host.sealed[text.activeColor]?.hash]),
          );
        }
      }),
    );
  });
});

const serviceIn = ({ hosts }: Observed) => hosts[0]?.services["shop"];

/** The few rules by which an `up` changes a host: containers follow their release, a green gate seals and switches. */
class Host {
  active: Color | null = null;
  generation = 0;
  readonly sealed: Record<Color, SealedRelease | null> = { blue: null, green: null };
  #replicas: ObservedReplica[] = [];
  #ids = 0;
  #hasRecord = false;
  #switchInState: string | null = null;

  look(): Observed {
    const { active, generation, sealed } = this;
    const known = record({ active, generation, sealed: { ...sealed } });
    const workers = active === null ? [] : [active];
    const shop = { record: this.#hasRecord ? known : null, workers, replicas: [...this.#replicas] };
    return observed(this.#hasRecord || this.#replicas.length > 0 ? shop : null);
  }

  servingIds(): string[] {
    return this.#replicas.filter((replica) => replica.color === this.active).map((replica) => replica.id);
  }

  allIds(): string[] {
    return this.#replicas.map((replica) => replica.id);
  }

  up(text: ServiceSpec, plan: ServicePlan, gate: Step["gate"]): "changed" | "unchanged" {
    const before = JSON.stringify(this.#replicas);
    this.#replicas = COLORS.flatMap((color) => this.#pool(color, text, plan));
    this.#hasRecord = true;
    const switchInput = `${text.activeColor} ${plan.generation} ${hashOf(plan, text.activeColor).hash}`;
    const isDue = switchInput !== this.#switchInState;
    if (isDue && gate !== "red") {
      this.sealed[text.activeColor] = hashOf(plan, text.activeColor);
      this.active = text.activeColor;
      this.generation = plan.generation;
      if (gate === "passes") this.#switchInState = switchInput;
    }
    return JSON.stringify(this.#replicas) === before && !isDue ? "unchanged" : "changed";
  }

  #pool(color: Color, text: ServiceSpec, plan: ServicePlan): ObservedReplica[] {
    const { hash, release: wanted } = hashOf(plan, color);
    return Array.from({ length: text.replicas }, (_, index) => {
      const name = replicaName(ID, "shop", color, index);
      const there = this.#replicas.find((replica) => replica.name === name);
      if (there !== undefined && (plan.colors[color]?.pinned["default"]?.has(name) === true || there.release === hash))
        return there;
      this.#ids += 1;
      const state = { state: "running", exitCode: 0, restarts: 0 };
      return { name, id: String(this.#ids), color, version: wanted.version, release: hash, ...state };
    });
  }
}

function hashOf(plan: ServicePlan, color: Color): SealedRelease {
  const planned = plan.colors[color];
  if (planned === null) throw new Error("the histories always declare both colors");
  return {
    release: planned.release,
    secretVolume: null,
    hash: planned.sealed?.hash ?? releaseHash(planned.release, null),
  };
}
