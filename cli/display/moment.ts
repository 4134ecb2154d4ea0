/** A moment to the second, in UTC: `2026-11-30T04:09:48Z`. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
