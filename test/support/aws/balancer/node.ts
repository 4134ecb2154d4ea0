import { isDeepStrictEqual } from "node:util";
import { pickTarget, type View } from "./view.ts";

/** How long a change takes at least until a node does as it says, and how much longer at most. */
const LEAST_MS = 200;
const SPREAD_MS = 800;

/** One of the machines that a load balancer is made of. Each learns of a change in its own time, so that for a while they do different things. */
export class BalancerNode {
  readonly #random: () => number;
  #view: View;
  /** What is on its way, in the order of its arrival. */
  #coming: { view: View; atMs: number }[] = [];

  constructor(first: View, random: () => number) {
    this.#view = first;
    this.#random = random;
  }

  /** Tells it of what there is now; it does so later. */
  learn(view: View): void {
    const last = this.#coming.at(-1);
    if (isDeepStrictEqual(last?.view ?? this.#view, view)) return;
    const atMs = performance.now() + LEAST_MS + this.#random() * SPREAD_MS;
    this.#coming.push({ view, atMs: Math.max(atMs, last?.atMs ?? 0) });
  }

  /** What it does at this moment. */
  get view(): View {
    const arrived = this.#coming.filter(({ atMs }) => atMs <= performance.now());
    this.#coming = this.#coming.slice(arrived.length);
    this.#view = arrived.at(-1)?.view ?? this.#view;
    return this.#view;
  }

  /** Id of the target that the next request goes to; undefined where there is none. */
  pick(): string | undefined {
    return pickTarget(this.view, this.#random);
  }
}
