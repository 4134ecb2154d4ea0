import { renderDuration } from "../../model/duration.ts";

/** What `act` comes to; throws once the time is up, whether `act` heeds the signal or not. */
export async function withinDeadline<T>(deadlineMs: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${renderDuration(deadlineMs)}`));
      controller.abort();
    }, deadlineMs);
  });
  try {
    return await Promise.race([act(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
