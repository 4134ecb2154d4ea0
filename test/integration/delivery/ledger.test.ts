import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostStore } from "../../../delivery/ledger/host-store.ts";
import { LOCAL_HOST } from "../../../docker/connect.ts";
import { EDGE_USER } from "../../../model/edge-image.ts";
import { unnamedHost } from "../../../model/hosts.ts";
import { LABEL, ledgerVolumeName } from "../../../model/names.ts";
import { accepted } from "../../support/ledger/entries.ts";
import { sampleLedger } from "../../support/ledger/sample.ts";
import { itIsALedgerStore } from "../../support/ledger/store-contract.ts";
import { Stage } from "../edge/stage.ts";

const FOLDER = "/var/lib/tidegate-ledger";
const HALF = 5;

describe("a ledger on its host", () => {
  const stage = new Stage();
  const { lines } = sampleLedger();
  const read = () => hostStore(unnamedHost(LOCAL_HOST), stage.id).read();
  const edge = () => stage.docker.getContainer(stage.edge);

  beforeAll(async () => {
    await stage.start();
    const text = (from: number, to: number) =>
      lines
        .slice(from, to)
        .map((line) => `${line}\n`)
        .join("");
    const user = Number(EDGE_USER.split(":")[0]);
    const ofEdge = { uid: user, gid: user, mode: 0o600 };
    const tar = pack();
    tar.entry({ ...ofEdge, name: "000002.jsonl" }, text(HALF, lines.length - 1));
    tar.entry({ ...ofEdge, name: "000001.jsonl" }, text(0, HALF));
    tar.entry({ name: "note.txt" }, "of somebody else\n");
    tar.finalize();
    await edge().putArchive(await buffer(tar), { path: FOLDER });
    await stage.inEdge(`cat > /run/tidegate/ledger.waiting <<'END'\n${text(lines.length - 1, lines.length)}END`);
  });
  afterAll(() => stage.remove());

  it("is read from a running edge, over its files, with what waits for room on the disk", async () => {
    expect(await read()).toEqual({ lines, torn: null });
  });

  it("has what waited only once when it has been written meanwhile", async () => {
    await stage.inEdge(`cat /run/tidegate/ledger.waiting >> ${FOLDER}/000002.jsonl`);
    expect(await read()).toEqual({ lines, torn: null });
    await stage.inEdge("rm /run/tidegate/ledger.waiting");
  });

  it("tells of a last line that is not written to its end", async () => {
    await stage.inEdge(`printf '{"num' >> ${FOLDER}/000002.jsonl`);
    expect(await read()).toEqual({ lines, torn: '{"num' });
  });

  it("is read from an edge that is stopped", async () => {
    await edge().stop();
    expect(await read()).toEqual({ lines, torn: '{"num' });
  });

  it("is read from the volume that an edge has left, and nothing is left of that", async () => {
    await edge().remove();
    expect(await read()).toEqual({ lines, torn: '{"num' });
    const filters = { label: [`${LABEL.project}=${stage.id.project}`] };
    expect(await stage.docker.listContainers({ all: true, filters })).toEqual([]);
  });

  it("is empty where there is no such volume, and none is made", async () => {
    await stage.docker.getVolume(ledgerVolumeName(stage.id)).remove();
    expect(await read()).toEqual({ lines: [], torn: null });
    await expect(stage.docker.getVolume(ledgerVolumeName(stage.id)).inspect()).rejects.toThrow(/no such volume/i);
  });
});

describe("the ledger of a running edge", () => {
  const stage = new Stage();
  beforeAll(() => stage.start());
  afterAll(() => stage.remove());

  itIsALedgerStore(() => ({
    store: hostStore(unnamedHost(LOCAL_HOST), stage.id),
    replace: async (text) => {
      await stage.inEdge(`base64 -d > ${FOLDER}/000001.jsonl <<'END'\n${Buffer.from(text).toString("base64")}\nEND`);
    },
  }));

  it("is written by nobody while its edge stands still", async () => {
    await stage.docker.getContainer(stage.edge).stop();
    const store = hostStore(unnamedHost(LOCAL_HOST), stage.id);
    await expect(store.append(accepted(1))).rejects.toThrow(/is exited\. .* start it with `docker start/);
  });
});
