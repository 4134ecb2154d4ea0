import type { Slot } from "../../edge/session.ts";
import type { Color } from "../../model/color.ts";

type Slots = Readonly<Partial<Record<Color, readonly Slot[]>>>;

/**
 * Leaves out places that nobody has seen up since the agent began to look at this release. A proxy that has just been started knows of all
 * of them that they went down in that moment, and apps that start with their host take their time: neither says anything of a release.
 */
export class SeenUp {
  #release = "";
  readonly #seen = new Set<string>();

  /** `release` names what is looked at: with another one all begins anew. */
  known(release: string, slots: Slots): Slots {
    if (release !== this.#release) this.#seen.clear();
    this.#release = release;
    const entries = Object.entries(slots).map(([color, own]) => {
      const key = (slot: Slot) => `${color}${slot.index}`;
      for (const slot of own) if (slot.isUp) this.#seen.add(key(slot));
      return [color, own.filter((slot) => this.#seen.has(key(slot)))];
    });
    return Object.fromEntries(entries) as Slots; // the colors that were there
  }
}
