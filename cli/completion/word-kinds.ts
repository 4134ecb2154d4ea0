/** What a completion script asks for: words that only the project knows, or that are too many to stand in the script. */
export const WORD_KINDS = ["stacks", "services", "rules", "outputs"] as const;
export type WordKind = (typeof WORD_KINDS)[number];
