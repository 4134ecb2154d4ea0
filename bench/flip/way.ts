import type { Color } from "../../model/color.ts";

/** One way to move traffic between two colors, running and ready to be measured. Blue is active at the start. */
export interface Way {
  name: string;
  url: string;
  /** How wrk reaches the proxy: network and address on it, without Docker's port forwarding in between. */
  inside: { network: string; address: string };
  /** What each color answers in `X-Version`. */
  versions: Record<Color, string>;
  /** Moves all traffic to a color; returns how many milliseconds the command took inside the proxy's container. */
  flip(color: Color): Promise<number>;
  remove(): Promise<void>;
}
