/** Whether `npm run test:soak` asks for everything, and not only for what the time of `npm test` allows. */
export const IS_SOAK = process.env["TIDEGATE_TEST_SOAK"] === "1";
