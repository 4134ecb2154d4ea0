/** Whether `npm run test:soak` asks for everything, and not only for what the time of `npm test` allows. */
export const IS_SOAK: boolean = process.env["TIDEGATE_TEST_SOAK"] === "1";

/** Which sample of what is too much for one day is taken: another one each day, or the one that a failed run has named. */
export const SEED: string = process.env["TIDEGATE_TEST_SEED"] ?? new Date().toISOString().slice(0, 10);
