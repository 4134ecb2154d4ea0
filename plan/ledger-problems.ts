import type { LedgerState } from "../model/ledger-state.ts";

/** Why no release may begin while a stack's ledger is like that. Traffic can go back to what has served nevertheless. */
export function ledgerProblems(service: string, stack: string, { broken, hasRoom }: LedgerState): string[] {
  return [
    ...(broken === null
      ? []
      : [
          `services.${service}: cannot be released, because the ledger is not what was written: ${broken.text}. ` +
            `Look at it with \`tidegate ledger verify -s ${stack}\`; when you know what happened, ` +
            `\`tidegate ledger accept --reason TEXT -s ${stack}\` goes on with it. A rollback works meanwhile.`,
        ]),
    ...(hasRoom
      ? []
      : [
          `services.${service}: cannot be released, because the edge's disk has less than 1 MiB left for its record and ledger. ` +
            `Make room (\`tidegate prune -s ${stack}\` removes old images) and run again. A rollback works meanwhile.`,
        ]),
  ];
}
