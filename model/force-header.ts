/** Header by which a tester asks for the color that a canary brings, whatever its share is: `true`. */
export const FORCE_HEADER = "x-canary";
