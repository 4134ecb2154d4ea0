import type { ReviewRequest } from "../../delivery/awaited-review.ts";
import type { CanaryChange } from "../../delivery/change-canary-of.ts";
import type { Holder, Lease } from "../../edge/lease.ts";
import { signalMandate } from "../../edge/control/mandate.ts";
import type { StackRef } from "../../engine/engine.ts";
import type { EngineName } from "../../engine/select.ts";
import type { AwsConfig } from "../../model/aws/config.ts";
import type { Change } from "../../model/change.ts";
import type { StackId } from "../../model/names.ts";
import { serviceNames } from "../../model/observed-hosts.ts";
import type { Observed, ObservedHost } from "../../model/observed.ts";
import { thisUser } from "../../model/this-user.ts";
import { connectAws, type AwsClients } from "../../platforms/aws/clients.ts";
import type { SessionArgs } from "../../platforms/aws/control/session.ts";
import { openStore, type AwsStore } from "../../platforms/aws/store/open-store.ts";
import type { LogRequest } from "../logs/log-request.ts";
import type { WantedWatch } from "../watch/wanted-watch.ts";
import type { StackPlatform } from "./platform.ts";
import type { WantedRollback, WentBack } from "./went-back.ts";

/** A stack's place on AWS. */
export class AwsPlatform implements StackPlatform {
  readonly parts = "its load balancer and all its tasks";
  readonly hasAgent = false;
  readonly #ref: StackRef;
  readonly #id: StackId;
  readonly #config: AwsConfig;
  #clients: Promise<AwsClients> | undefined;

  constructor(ref: StackRef, config: AwsConfig) {
    this.#ref = ref;
    this.#id = { project: ref.project, stack: ref.stack };
    this.#config = config;
  }

  get address(): string {
    return `AWS ${this.#config.region}`;
  }

  async connect(): Promise<void> {
    await this.#connected();
  }

  async whyNoEngine(wanted: EngineName | undefined) {
    const { whyNoEngine } = await import("../aws/why-no-engine.ts");
    return await whyNoEngine(wanted);
  }

  async observe(): Promise<Observed> {
    const { lookAt } = await import("../../platforms/aws/observe/look-at.ts");
    return (await lookAt(await this.#connected(), this.#id, this.#config)).observed;
  }

  async observeWatched(): Promise<Observed> {
    const { readLastWatch } = await import("../aws/last-watch.ts");
    const observed = await this.observe();
    const { watches } = await this.#store();
    const withWatch = async (host: ObservedHost) => {
      return { ...host, agent: await readLastWatch(watches, Object.keys(host.services)) };
    };
    return { ...observed, hosts: await Promise.all(observed.hosts.map(withWatch)) };
  }

  async readStatus() {
    const { readAwsStatus } = await import("../aws/read-status.ts");
    return await readAwsStatus(await this.#connected(), this.#ref, { address: this.address, config: this.#config });
  }

  async doctor() {
    const { checkAws } = await import("../aws/check-aws.ts");
    return await checkAws(this.#ref, this.#config);
  }

  async showLogs(request: LogRequest) {
    const { showAwsLogs } = await import("../aws/show-logs.ts");
    const services = serviceNames((await this.observe()).hosts);
    await showAwsLogs(await this.#connected(), this.#id, { logGroup: this.#config.logGroup, services }, request);
  }

  async openLedger() {
    return (await this.#store()).ledger;
  }

  async acceptLedger(change: Change) {
    const { acceptLedger } = await import("../../delivery/ledger/accept-ledger.ts");
    const { ledger: store } = await this.#store();
    return await acceptLedger({ store, known: async () => (await store.state()).broken, change });
  }

  async readRecord(service: string) {
    return (await (await this.#store()).records.read(service))?.record ?? null;
  }

  async keepWatch(services: readonly string[], watch: { signal: AbortSignal; warn: (line: string) => void }) {
    const { keepWatch } = await import("../aws/keep-watch.ts");
    await keepWatch(this.#id.stack, services, (service) => this.#service(service), watch);
  }

  async watch(wanted: WantedWatch) {
    const { watchOnAws } = await import("../aws/watch.ts");
    return await watchOnAws(() => this.#service(wanted.service), wanted);
  }

  async changeCanary(change: CanaryChange) {
    const { openSession } = await import("../../platforms/aws/control/session.ts");
    const { changeCanaryOf } = await import("../../delivery/change-canary-of.ts");
    return await changeCanaryOf(await openSession(await this.#service(change.service)), change);
  }

  async reviewRelease(request: ReviewRequest) {
    const { reviewRelease } = await import("../../platforms/aws/control/review-release.ts");
    return await reviewRelease(await this.#store(), request);
  }

  async clearHold(service: string, change: Change) {
    const { clearHold } = await import("../../platforms/aws/control/clear-hold.ts");
    return await clearHold(await this.#store(), service, change);
  }

  async rollBack({ service, wanted, expected, change }: WantedRollback): Promise<WentBack | null> {
    const { rollBack } = await import("../../platforms/aws/control/roll-back.ts");
    const { mandateAfter } = await import("../../platforms/aws/control/mandate-after.ts");
    const found = await this.#service(service);
    const holder = { by: thisUser(), command: `tidegate rollback ${service} -s ${this.#id.stack}` };
    const done = await rollBack({
      ...{ ...found, wanted, change },
      mandate: mandateAfter(signalMandate(service), () => found.store.overtakeLease(holder)), // it waits for nobody
      ...(expected === undefined ? {} : { expected }),
    });
    if (done === null) return null;
    const { target, moved } = done;
    const told = moved === null ? null : { switchMs: moved.switchMs, head: moved.head };
    return { first: { service, target, moved: told }, others: [] };
  }

  async readBack() {
    return Promise.resolve(null);
  }

  async holdLease(holder: Holder): Promise<Lease> {
    return await (await this.#store()).lease(holder);
  }

  async resolveImage(image: string) {
    const { resolveAwsImage } = await import("../aws/resolve-image.ts");
    return await resolveAwsImage(image);
  }

  /** Releases on AWS are compared by what their images are called. */
  async runningDigests() {
    return Promise.resolve({});
  }

  /** Images lie in a registry with a retention of its own, and ECS removes what has stopped. */
  async tidyUp() {
    return Promise.resolve();
  }

  async withoutLeftovers<T>(_environment: string, destroyAll: () => Promise<T>) {
    return await destroyAll();
  }

  async whatStays() {
    const { project, stack } = this.#id;
    return Promise.resolve([
      `kept: the ledger and what is remembered, below ${project}/${stack}/ in the bucket ${this.#config.bucket}. ` +
        `The next \`tidegate up -s ${stack}\` goes on with it.`,
    ]);
  }

  /** Where a service is found, moved and remembered. */
  async #service(service: string): Promise<SessionArgs> {
    const { findPlace } = await import("../../platforms/aws/observe/find-place.ts");
    const clients = await this.#connected();
    return { clients, place: await findPlace(clients, this.#id, this.#config), store: await this.#store(), service };
  }

  async #store(): Promise<AwsStore> {
    return openStore(await this.#connected(), this.#config.bucket, this.#id);
  }

  async #connected(): Promise<AwsClients> {
    this.#clients ??= connectAws({ region: this.#config.region });
    return await this.#clients;
  }
}
