/** Exit codes of what runs inside the edge, the scripts in `images/edge` and the answers of its program. */
export const SCRIPT_EXIT = { refused: 65, silent: 69, busy: 75, conflict: 76, unfit: 77, killed: 137 } as const;
