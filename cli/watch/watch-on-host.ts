import { rollBack } from "../../delivery/roll-back.ts";
import { watchRelease } from "../../delivery/watch-release.ts";
import { CHANGE_TEXT_MAX, readChange } from "../../model/change.ts";
import { EXIT, InputError } from "../../model/errors.ts";
import { onlyHost, type StackHost } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import { thisUser } from "../../model/this-user.ts";
import { headLine } from "../../model/ledger-state.ts";
import type { WantedWatch, WatchReport } from "./wanted-watch.ts";

/** Watches a release that serves for what only the engine knows, and takes it back when something turns red. */
export async function watchOnHost(id: StackId, hosts: readonly StackHost[], wanted: WantedWatch): Promise<WatchReport> {
  const { service, forTime = "10m", rollback, once, say } = wanted;
  if (once) throw new InputError("--once: is for services on AWS; on a host the agent looks each second. Remove it.");
  const host = onlyHost(hosts, "a watch");
  const { color, version, generation, problem } = await watchRelease({ id, host, service, forTime });
  const told = { color, version, problem };
  if (problem === null) {
    say(`${service}: ${color} (version ${version}) was well for ${forTime}`);
    return { ...told, wentBackTo: null, ledger: null, exitCode: EXIT.done };
  }
  say(`${service}: ${color} (version ${version}) turned red\n${problem}`);
  if (!rollback) {
    say(`Traffic stays where it is. \`tidegate rollback ${service} -s ${id.stack}\` goes back.`);
    return { ...told, wentBackTo: null, ledger: null, exitCode: EXIT.gateRed };
  }
  const reason = `turned red while it was watched: ${problem.trim()}`.slice(0, CHANGE_TEXT_MAX);
  const change = { ...readChange(process.env, thisUser()), reason };
  const done = await rollBack({ id, host, service, wanted: undefined, alone: false, expected: generation, change });
  const { target, moved } = done?.first ?? {};
  const wentBackTo = moved == null ? null : (target?.sealed.release.version ?? null);
  say(
    wentBackTo === null
      ? `Traffic stays where it is: what served before has to be made again. \`tidegate rollback ${service} -s ${id.stack}\` does so.`
      : `Traffic is back on ${target?.to} (version ${wentBackTo}), and version ${version} is held. Declare activeColor: ${target?.to}.`,
  );
  const ledger = moved?.head ?? null;
  if (ledger !== null) say(headLine(ledger));
  return { ...told, wentBackTo, ledger, exitCode: wentBackTo === null ? EXIT.gateRed : EXIT.rolledBack };
}
