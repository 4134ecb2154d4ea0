/** How long each share of 10,000 clients lasts: a canary and the time after it, or a switch of everything at once. */
export const WAYS = {
  canary: [
    { share: 500, minutes: 10 },
    { share: 3_000, minutes: 20 },
    { share: 10_000, minutes: 15 },
  ],
  cutover: [{ share: 10_000, minutes: 15 }],
} as const;

export type Way = keyof typeof WAYS;
