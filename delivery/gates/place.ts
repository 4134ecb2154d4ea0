import type Docker from "dockerode";
import type { ImageFacts } from "../../docker/images/image-facts.ts";
import type { StackId } from "../../model/names.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { LedgerText } from "../ledger/ledger-text.ts";
import type { GateRequest } from "./request.ts";

/** Where a release is to serve, as gates look at it. */
export interface GatePlace {
  /** What there is to see of a host of ours; null where there is none. */
  host: { docker: Docker; observe: () => Promise<Omit<ObservedHost, "name">> } | null;
  /** Its clock, in Unix milliseconds. */
  now(): Promise<number>;
  /** What images must be for: `linux/amd64`. */
  platform(): Promise<string>;
  /** An image that lies there; null where it does not. */
  findImage(image: string): Promise<ImageFacts | null>;
  /** What a rollback would go to from a color that is about to serve. */
  findWayBack(request: Pick<GateRequest, "service" | "color">): Promise<SeenWayBack>;
  /**
   * The ledger of another stack, by the config that its file has as it is written, and until when it tells. Throws an Error that says so where that
   * cannot be read from there.
   */
  readLedger(of: StackId, config: Readonly<Record<string, unknown>>): Promise<{ text: LedgerText; now: number }>;
}

export interface SeenWayBack {
  /** Whether anything of the service has served yet. */
  hasServed: boolean;
  /** The release that has served from the other color; null where none has. */
  target: { version: string; image: string; isImageThere: boolean; replicas: number; running: number } | null;
}
