/** `2026-11-30 13:00 +01:00`, to the minute: the time of this machine's zone (`TZ`), with what it is ahead of UTC. */
export function localTime(ms: number): string {
  const date = new Date(ms);
  const ahead = -date.getTimezoneOffset();
  const shifted = new Date(ms + ahead * 60_000).toISOString();
  const offset = new Date(Math.abs(ahead) * 60_000).toISOString().slice(11, 16);
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)} ${ahead < 0 ? "-" : "+"}${offset}`;
}
