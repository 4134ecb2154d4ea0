import { describe, expect, it } from "vitest";
import { hostGateSchema } from "../../../../model/gates/host.ts";
import { tryParse } from "../../../../model/problems.ts";

const parse = (input: object) => tryParse(hostGateSchema, input, { path: "gates.host" });

describe("what is declared of the host", () => {
  it("has defaults for everything", () => {
    expect(parse({})).toEqual({ data: { engine: "20.10", clock: "5s", disk: "1GiB", keep: 3 } });
  });

  it.each(["latest", "20.10.24+dfsg1", "v27", ""])("takes no %j for a version", (engine) => {
    expect(parse({ engine })).toEqual({
      problems: [
        `gates.host.engine: must be a version, got ${JSON.stringify(engine)}. Write it in quotes, like "20.10" or "27".`,
      ],
    });
  });
});
