import { connectAws } from "../../../platforms/aws/clients.ts";
import { askFromTask, type FromTaskArgs } from "../../../platforms/aws/smoke/ask-from-task.ts";
import { REGION } from "./region.ts";

/** What a task is to ask, for a process of its own. */
export type AskOnce = Pick<FromTaskArgs, "cluster" | "task" | "doors">;

const args = JSON.parse(process.argv[2] ?? "") as AskOnce; // written by the test that starts this process
const clients = await connectAws({ region: REGION });
await askFromTask({ clients, ...args, longestMs: () => 10_000, lookMs: 20 }, "before");
