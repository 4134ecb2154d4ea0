import { expect, it } from "vitest";
import { replicaNameProblems } from "../../../edge/replica-names.ts";

const ID = { project: "a-project-with-quite-a-long-name", stack: "development" };

it("refuses replicas with a name that the network's DNS would not take, by the longest of them", () => {
  expect(replicaNameProblems(ID, "a-service-of-24-letters", { maxReplicas: 1 })).toEqual([
    "services.a-service-of-24-letters: its containers' names must have at most 63 characters, got " +
      '"a-project-with-quite-a-long-name-development-a-service-of-24-letters-green-0". ' +
      "Shorten the name of the project, the stack or the service.",
  ]);
  expect(replicaNameProblems(ID, "ten-letter", { maxReplicas: 10 })).toEqual([]);
  expect(replicaNameProblems(ID, "ten-letter", { maxReplicas: 11 })).toHaveLength(1);
});
