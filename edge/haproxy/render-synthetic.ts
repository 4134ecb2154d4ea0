/** Marks a request that the agent has sent where users' are few. As in `images/edge`. */
const MARK = "X-Tidegate-Synthetic";

const FROM_EDGE = "{ src 127.0.0.0/8 }";
const IS_MARKED = `{ req.hdr(${MARK}) -m str true }`;

/** Rule of every listener: no app is to take for the agent who is not. */
export const DROP_MARK = `http-request del-header ${MARK} unless ${FROM_EDGE}`;

/**
 * Rules of the public listener that tell `txn.inside`, what the edge asks for itself, from what stands in for users: that is counted and sent
 * to a color as theirs is, and is called `synthetic` in the access log.
 */
export function tellInside(): string[] {
  return [
    `http-request set-var(txn.inside) bool(true) if ${FROM_EDGE} !${IS_MARKED}`,
    `http-request set-var(txn.client) str(synthetic) if ${FROM_EDGE} ${IS_MARKED}`,
  ];
}

/** Condition of what is not the edge's own; true only after {@link tellInside}. */
export const FROM_OUTSIDE = "!{ var(txn.inside) -m bool }";
