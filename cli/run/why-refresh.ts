import { refreshReason } from "./must-refresh.ts";
import type { Session } from "./session.ts";

/** Why a run must read the host into the state first; undefined when it need not, or the host was not looked at. */
export async function whyRefresh({ engine, observed }: Session): Promise<string | undefined> {
  return observed === undefined ? undefined : refreshReason(await engine.recorded(), observed);
}

/** Whether a preview must; one from a snapshot cannot, because it is not given the host. */
export async function previewMustRefresh(session: Session, asked: boolean): Promise<boolean> {
  const isStale = (await whyRefresh(session)) !== undefined;
  return asked || (isStale && process.env["TIDEGATE_OBSERVED"] === undefined);
}
