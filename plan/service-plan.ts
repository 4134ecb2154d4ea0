import type { Color } from "../model/color.ts";
import type { Observed } from "../model/observed.ts";
import type { Release, SealedRelease } from "../model/release.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { CanaryAbort } from "./canary-abort.ts";
import type { Tier } from "../model/tier.ts";

/** What an `up` makes of one color. */
export interface ColorPlan {
  /** What its containers are: the sealed release while its version is declared, else the declared one. */
  release: Release;
  /** The sealed release with its secret volume and hash; null while the color still follows the declared text. */
  sealed: SealedRelease | null;
  /** By host, names of containers that are already what the color has served with: nothing may replace them. */
  pinned: Readonly<Record<string, ReadonlySet<string>>>;
  /** By host, whether the volume with the secrets of the sealed release must be there: then nothing writes it again. */
  keepsSecrets: Readonly<Record<string, boolean>>;
  /** Set when the color serves and no record says what it is: only a release of this hash may take their place. */
  mustBe: string | null;
}

export type ColorPlans = Readonly<Record<Color, ColorPlan | null>>;

/** What an `up` makes of one service. */
export interface ServicePlan {
  colors: ColorPlans;
  /** Whether the color that is to serve gets traffic with a release that has not served there: then gates are asked. */
  isRelease: boolean;
  /** Whether traffic of any host is not where it is declared to be. */
  moves: boolean;
  /** Input of the cutover, one for all hosts: grows by one when traffic of any is not where it is declared to be. */
  generation: number;
  /** Lines for the user that are no problems. */
  notices: readonly string[];
  /** The canary that ends before anything else is done; null where none does. */
  aborts: CanaryAbort | null;
  /** One sentence on what this `up` does to traffic. */
  traffic: string;
  /** Why this `up` must not run at all; empty when it may. */
  problems: readonly string[];
}

/** What a plan is made from. */
export interface ServiceSituation {
  name: string;
  spec: ServiceSpec;
  observed: Observed;
  /** Names of the volumes for the secrets of the declared releases; undefined where a preview cannot know them yet. */
  volumes: DeclaredVolumes;
  tier: Tier;
}

export type DeclaredVolumes = Readonly<Partial<Record<Color, string | null>>>;
