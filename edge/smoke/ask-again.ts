import { setTimeout as sleep } from "node:timers/promises";
import { changesNothing, type Smoke } from "../../model/smoke.ts";
import type { Turn } from "./ask-in-turn.ts";

/** Sends a request until its answer is not red any more, a few times; one that changes something is sent once. */
export async function askAgain(
  smoke: Smoke,
  { tries, pauseMs }: { tries: number; pauseMs: number },
  ask: () => Promise<Turn | "skipped">,
): Promise<Turn | "skipped"> {
  for (let attempt = 1; ; attempt++) {
    const turn = await ask();
    if (turn === "skipped" || !turn.isRed || !changesNothing(smoke) || attempt >= tries) return turn;
    await sleep(pauseMs);
  }
}
