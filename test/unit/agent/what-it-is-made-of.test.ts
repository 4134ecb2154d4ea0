import { expect, test } from "vitest";
import { importClosure } from "../../../docker/images/import-closure.ts";
import { REPOSITORY } from "../../support/repository.ts";

const { files, packages } = importClosure(REPOSITORY, "agent/main.js");

test("the agent needs no package but these", () => {
  expect(packages).toEqual(["nodemailer", "zod"]);
});

test("the agent has nothing in it that talks to an engine", () => {
  const folders = new Set(files.map((file) => file.split("/")[0]));
  expect([...folders].toSorted()).toEqual(["agent", "edge", "model", "plan"]);
  expect(files.filter((file) => file.startsWith("edge/control/"))).toEqual([]);
});
