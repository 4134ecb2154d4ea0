import type { ReviewRequest } from "../../delivery/awaited-review.ts";
import type { WantedBuild } from "../../delivery/read-back.ts";
import type { CanaryChange } from "../../delivery/change-canary-of.ts";
import type { HostEngine } from "../../docker/connect.ts";
import type { Holder, Lease } from "../../edge/lease.ts";
import type { Engine, StackRef } from "../../engine/engine.ts";
import type { Change } from "../../model/change.ts";
import { addressesOf, onlyHost, type StackHost } from "../../model/hosts.ts";
import type { StackId } from "../../model/names.ts";
import type { Observed } from "../../model/observed.ts";
import type { LogRequest } from "../logs/log-request.ts";
import type { WantedWatch } from "../watch/wanted-watch.ts";
import type { StackPlatform } from "./platform.ts";
import type { WantedRollback, WayBack, WentBack } from "./went-back.ts";

/** A stack's Docker hosts. What asks them is loaded when it is needed: many commands need little of it. */
export class DockerPlatform implements StackPlatform {
  readonly hosts: readonly StackHost[];
  readonly hasAgent = true;
  readonly parts = "its edge and all its containers";
  readonly #ref: StackRef;
  readonly #id: StackId;
  #engines: Promise<readonly HostEngine[]> | undefined;

  constructor(ref: StackRef, hosts: readonly StackHost[]) {
    this.#ref = ref;
    this.#id = { project: ref.project, stack: ref.stack };
    this.hosts = hosts;
  }

  get address(): string {
    return addressesOf(this.hosts);
  }

  async connect(): Promise<void> {
    await this.#connected();
  }

  /** Every engine knows Docker. */
  async whyNoEngine() {
    return Promise.resolve(undefined);
  }

  async observe(): Promise<Observed> {
    const { observe } = await import("../../edge/observe.ts");
    return await observe(await this.#connected(), this.#id);
  }

  async observeWatched(): Promise<Observed> {
    return await this.observe(); // the agent stands beside the edge
  }

  async readStatus() {
    const { readReport } = await import("../status/read-report.ts");
    return await readReport(await this.#connected(), this.#ref);
  }

  async doctor() {
    const { checkHosts } = await import("../doctor/check-hosts.ts");
    return await checkHosts(this.#ref, this.hosts);
  }

  async showLogs(request: LogRequest) {
    const { findLogSources } = await import("../logs/find-sources.ts");
    const { streamLogs } = await import("../logs/stream-logs.ts");
    const { docker } = onlyHost(await this.#connected(), "showing logs");
    await streamLogs(docker, await findLogSources(docker, this.#id, request), request);
  }

  async openLedger() {
    const { hostStore } = await import("../../delivery/ledger/host-store.ts");
    return hostStore(this.hosts, this.#id);
  }

  async acceptLedger(change: Change) {
    const { acceptOnHost } = await import("../../delivery/ledger/accept-on-host.ts");
    return await acceptOnHost(onlyHost(this.hosts, "a ledger"), this.#id, change);
  }

  async readRecord(service: string) {
    const { findEdge } = await import("../../edge/running-edge.ts");
    const { withSession } = await import("../../edge/with-session.ts");
    const edge = await findEdge({ host: onlyHost(this.hosts, "a canary").address, ...this.#id });
    return (await withSession(edge, service, (session) => session.readEdge())).record;
  }

  async keepWatch() {
    return Promise.resolve();
  }

  async watch(wanted: WantedWatch) {
    const { watchOnHost } = await import("../watch/watch-on-host.ts");
    return await watchOnHost(this.#id, this.hosts, wanted);
  }

  async changeCanary(change: CanaryChange) {
    const { changeCanary } = await import("../../delivery/change-canary.ts");
    return await changeCanary({ id: this.#id, host: onlyHost(this.hosts, "a canary"), ...change });
  }

  async reviewRelease(request: ReviewRequest) {
    const { reviewRelease } = await import("../../delivery/review-release.ts");
    return await reviewRelease({ id: this.#id, host: onlyHost(this.hosts, "a review") }, request);
  }

  async clearHold(service: string, change: Change) {
    const { clearHold } = await import("../../delivery/clear-hold.ts");
    return await clearHold({ id: this.#id, host: onlyHost(this.hosts, "a hold"), service, change });
  }

  async rollBack(wanted: WantedRollback): Promise<WentBack | null> {
    const { rollBack } = await import("../../delivery/roll-back.ts");
    const done = await rollBack({ id: this.#id, host: onlyHost(this.hosts, "a rollback"), ...wanted });
    if (done === null) return null;
    const wayOf = ({ service, target, moved }: (typeof done)["first"]): WayBack => ({
      ...{ service, target },
      moved: moved === null ? null : { switchMs: moved.moved?.tookMs ?? null, head: moved.head },
    });
    return { first: wayOf(done.first), others: done.others.map(wayOf) };
  }

  async readBack(wanted: WantedBuild) {
    const { readBack } = await import("../../delivery/read-back.ts");
    return await readBack(onlyHost(await this.#connected(), "a rollback").docker, this.#id, wanted);
  }

  /** A stack of several hosts is held by nobody yet: each edge has tokens of its own, and a command is told one. */
  async holdLease(holder: Holder, observed: Observed | undefined): Promise<Lease | null> {
    const [host, ...others] = await this.#connected();
    const seen = observed?.hosts.find(({ name }) => name === host?.name);
    if (host === undefined || others.length > 0) return null;
    if (seen?.edge?.state !== "running" || seen.environment === null) return null; // the run is to mend that
    const { haproxy } = await import("../../edge/haproxy/index.ts");
    const edge = { docker: host.docker, id: this.#id, container: seen.edge.id, environment: seen.environment };
    return await haproxy.holdLease(edge, holder);
  }

  async resolveImage(image: string) {
    const { resolveImage } = await import("../release/resolve-image.ts");
    return await resolveImage(this.#ref, this.hosts, image);
  }

  async runningDigests(observed: Observed, service: string) {
    const { runningDigests } = await import("../release/running-digests.ts");
    return await runningDigests(this.hosts, observed, service);
  }

  async tidyUp(engine: Engine) {
    const { tidyUp } = await import("../prune/tidy-up.ts");
    await tidyUp(this.hosts, { ref: this.#ref, engine });
  }

  async withoutLeftovers<T>(environment: string, destroyAll: () => Promise<T>) {
    const { withoutLeftovers } = await import("./leftovers.ts");
    return await withoutLeftovers(this.hosts, environment, destroyAll);
  }

  async whatStays() {
    const { whatStays } = await import("./leftovers.ts");
    return await whatStays(this.hosts, this.#id);
  }

  async #connected(): Promise<readonly HostEngine[]> {
    this.#engines ??= import("../../docker/connect.ts").then(({ connectHosts }) => connectHosts(this.hosts));
    return await this.#engines;
  }
}
