import { signalMandate } from "../../edge/control/mandate.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { AwsConfig } from "../../model/aws/config.ts";
import { readChange } from "../../model/change.ts";
import type { Color } from "../../model/color.ts";
import { InputError } from "../../model/errors.ts";
import type { LedgerHead } from "../../model/ledger-state.ts";
import { thisUser } from "../../model/this-user.ts";
import { connectAws } from "../../platforms/aws/clients.ts";
import type { Moved } from "../../platforms/aws/control/move.ts";
import { rollBack } from "../../platforms/aws/control/roll-back.ts";
import { findPlace } from "../../platforms/aws/observe/find-place.ts";
import { openStore } from "../../platforms/aws/store/open-store.ts";
import { headLine } from "../run/ledger-head.ts";

/** What is printed with `--json`, of the shape that a rollback has on any platform. */
interface AwsRollback extends Pick<Moved, "switchMs"> {
  stack: string;
  service: string;
  moved: boolean;
  from: Color | null;
  to: Color | null;
  version: string | null;
  ledger: LedgerHead | null;
  together: never[];
  up: null;
}

/**
 * Moves a service's traffic back, straight at its rule; file and state are brought in line by the user. Throws an InputError where the release that
 * served before has to be made again: only an `up` can.
 */
export async function rollBackOnAws(
  ref: StackRef,
  aws: AwsConfig,
  { service, to: wanted, json }: { service: string; to?: string; json: boolean },
  print: (result: AwsRollback) => void,
): Promise<void> {
  const id = { project: ref.project, stack: ref.stack };
  const clients = await connectAws({ region: aws.region });
  const place = await findPlace(clients, id, aws);
  const done = await rollBack({
    ...{ clients, place, store: openStore(clients, aws.bucket, id), mandate: signalMandate(service) },
    ...{ service, wanted, change: readChange(process.env, thisUser()) },
  });
  const told = { stack: ref.stack, service, together: [], up: null };
  if (done === null) {
    if (json) print({ ...told, ...NOTHING });
    else process.stdout.write(`${service}: version ${wanted ?? ""} serves already. Nothing was changed.\n`);
    return;
  }
  const { target, moved } = done;
  const { from, to } = target;
  const { version } = target.sealed.release;
  if (moved === null) throw mustBeMade(ref, service, { to, version });
  const { switchMs, head: ledger } = moved;
  if (json) return print({ ...told, moved: true, from, to, version, switchMs, ledger });
  const lines = [
    `${service}: traffic moved ${from} → ${to} (version ${version}), switched in ${Math.round(switchMs ?? 0)} ms`,
    ...(ledger === null ? [] : [headLine(ledger)]),
    `File and state of ${ref.stack} are not brought in line yet: set activeColor of ${service} to ${to} where it is declared, ` +
      `then run \`pulumi up -s ${ref.stack}\`.`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const NOTHING = { moved: false, from: null, to: null, version: null, switchMs: null, ledger: null };

function mustBeMade(ref: StackRef, service: string, { to, version }: { to: string; version: string }): InputError {
  return new InputError(
    `${service}: ${to} is not version ${version} any more, which served before there. Declare version ${version} in ${to} and ` +
      `activeColor: ${to}, then run \`pulumi up -s ${ref.stack}\`.`,
  );
}
