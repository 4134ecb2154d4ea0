import { describe, expect, it } from "vitest";
import { planImport, type ImportChoice } from "../../../../cli/import/plan-import.ts";

const CHOICE: ImportChoice = { secret: [], plain: [], allSecret: false };
const NOTHING = { environment: {}, secrets: [], sealed: [] };

describe("planImport", () => {
  it("puts plain values into the environment and secrets, named, into the secrets", () => {
    const plan = planImport("shop", { LOG_LEVEL: "info", DB_PASSWORD: "hunter2" }, CHOICE, NOTHING);
    expect(plan.steps).toEqual([
      { key: "tidegate:services.shop.release.environment.LOG_LEVEL", value: "info", secret: false },
      { key: "tidegate:secrets.shop.DB_PASSWORD", value: "hunter2", secret: true },
      { key: "tidegate:services.shop.release.secrets[0]", value: "DB_PASSWORD", secret: false },
    ]);
  });

  it("names a secret only once, after those that are there", () => {
    const declared = { ...NOTHING, secrets: ["API_KEY"] };
    const plan = planImport("shop", { API_KEY: "hunter2", DB_PASSWORD: "hunter3" }, CHOICE, declared);
    expect(plan.steps.filter(({ secret }) => !secret)).toEqual([
      { key: "tidegate:services.shop.release.secrets[1]", value: "DB_PASSWORD", secret: false },
    ]);
  });

  it("is told by hand what is a secret and what is not", () => {
    const values = { PUBLIC_KEY: "a", REGION: "b" };
    expect(planImport("shop", values, { ...CHOICE, plain: ["PUBLIC_KEY"], secret: ["REGION"] }, NOTHING)).toMatchObject(
      {
        plain: ["PUBLIC_KEY"],
        secret: ["REGION"],
      },
    );
    expect(planImport("shop", values, { ...CHOICE, allSecret: true }, NOTHING).plain).toEqual([]);
  });

  it("says what it puts in the place of other values, and what names a variable that nobody fills in", () => {
    const declared = { environment: { A: "1", B: "2" }, secrets: ["API_KEY"], sealed: ["API_KEY", "OLD"] };
    const values = { A: "1", B: "3", API_KEY: "hunter2", URL: "http://${HOST}/", PRICE: "5$", HOME_DIR: "$HOME" };
    expect(planImport("shop", values, CHOICE, declared)).toMatchObject({
      overwritten: ["B", "API_KEY"],
      unexpanded: ["URL", "HOME_DIR"],
    });
  });

  it("refuses names the file does not have, and names that are to be both", () => {
    expect(() => planImport("shop", { A: "1" }, { ...CHOICE, secret: ["B"] }, NOTHING)).toThrow("the file has no B");
    expect(() => planImport("shop", { A: "1" }, { ...CHOICE, secret: ["A"], plain: ["A"] }, NOTHING)).toThrow("both");
  });

  it("refuses a secret that would stay in clear beside it, and never tells its value", () => {
    const declared = { ...NOTHING, environment: { DB_PASSWORD: "x" } };
    const plan = () => planImport("shop", { DB_PASSWORD: "hunter2" }, CHOICE, declared);
    expect(plan).toThrow("services.shop.release.environment.DB_PASSWORD: stands there in clear");
    expect(plan).not.toThrow(/hunter2/);
  });
});
