/**
 * Whether a moment has come, all in Unix milliseconds. One that is further away than `farthestMs`, the longest that it is ever set ahead, was
 * set before the clock went back: it has come, too, or what waits for it would wait for as long as the clock went back.
 */
export function hasCome(moment: number, now: number, farthestMs: number): boolean {
  return moment <= now || moment > now + farthestMs;
}
