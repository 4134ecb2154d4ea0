/** Who gets a policy of IAM for a stack, by what they do. */
export const POLICY_USERS = ["ci", "preview", "operate", "doctor", "tasks"] as const;

export type PolicyUser = (typeof POLICY_USERS)[number];
