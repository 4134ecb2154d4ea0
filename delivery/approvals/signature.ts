/** Who a signature is by. */
export interface Signer {
  /** What the signers file calls the key's owner; mostly one name. */
  names: readonly string[];
  /** The key's fingerprint, `SHA256:…`. */
  key: string;
}

/** A signature's file as `ssh-keygen` found it: whose it is, or why it is nobody's. */
export type CheckedSignature = { file: string } & ({ signer: Signer } | { problem: string });

/** What a signature is for: one by which somebody asks, or a pipeline shows who it is, can never be taken for one that approves. */
export const NAMESPACES = {
  request: "tidegate-request",
  approval: "tidegate-approval",
  pipeline: "tidegate-pipeline",
} as const;

export type SignatureNamespace = (typeof NAMESPACES)[keyof typeof NAMESPACES];
