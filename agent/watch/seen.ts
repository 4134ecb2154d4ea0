import type { EdgeRecord, ServicePart } from "../../model/record.ts";
import type { Progress } from "./progress.ts";

/** A service as a look finds it. */
export interface Seen {
  record: EdgeRecord;
  part: ServicePart | null;
  progress: Progress;
}
