/** Stands for a value that a preview cannot know yet; the update judges it. */
export const UNKNOWN: unique symbol = Symbol("unknown");
