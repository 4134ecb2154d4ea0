import { InputError } from "../model/errors.ts";
import { nodeComplaint } from "../model/node-version.js";

// The first thing that a program loads of us: a Node.js that is too old is told here, and not by the first command that
// fails between containers.
const complaint = nodeComplaint();
if (complaint !== undefined) throw new InputError(complaint);
