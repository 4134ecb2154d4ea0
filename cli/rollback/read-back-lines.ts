import type { ReadBack } from "../../delivery/read-back.ts";
import type { Color } from "../../model/color.ts";

/** What serves after a rollback, as the host says it: `shop: blue runs sha256:…`; and a warning for each replica that runs something else. */
export function readBackLines(
  { service, to, version }: { service: string; to: Color; version: string },
  { digest, strays }: ReadBack,
): { said: string; warnings: readonly string[] } {
  return {
    said:
      digest === null
        ? `${service}: which build ${to} runs cannot be told by one digest`
        : `${service}: ${to} runs ${digest}`,
    warnings: strays.map(
      ({ replica, digest: other }) =>
        `${service}: ${replica} runs ${other}, which is not what version ${version} was sealed with. Somebody has replaced it by hand: ` +
        "`docker rm -f` it, then run `tidegate up`.",
    ),
  };
}
