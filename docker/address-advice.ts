/**
 * Engines make networks out of a few dozen ranges of their own, and have worded it in several ways when none of them is left
 * (libnetwork's allocator, from its first version to that of Docker 28) or the range asked for is one that somebody has.
 */
const NO_ADDRESSES = /address pool|predefined network|overlaps/i;

/** What to do where an engine made no network for want of addresses, by what it said; empty where it was for something else. */
export function addressAdvice(said: string): string {
  return NO_ADDRESSES.test(said)
    ? "Give the stack a range that nobody has (`tidegate:network.subnet`), or remove networks that nobody needs."
    : "";
}
