import type * as pulumi from "@pulumi/pulumi";
import type { Color } from "../model/color.ts";

/** A service as the world sees it, on any platform. */
export interface MadeService {
  /** The color that serves. */
  activeColor: pulumi.Output<Color>;
  /** Where users reach it. */
  url: pulumi.Output<string>;
  /** Where the idle color can be looked at. */
  previewUrl: pulumi.Output<string>;
  /** Version of each color, null for an empty one. */
  versions: pulumi.Output<Record<Color, string | null>>;
}

/** What the program has made of a stack. */
export interface MadeStack {
  /** What everything of this environment is labelled or tagged with. */
  environment: pulumi.Output<string>;
  services: Readonly<Record<string, MadeService>>;
}
