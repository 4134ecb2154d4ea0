import { z } from "zod";
import { InputError } from "../../model/errors.ts";
import { readXml, type XmlElement } from "./read-xml.ts";
import { parseJsonReport, type ReportFile } from "./report-file.ts";

/** How much of a program its tests run. */
export interface Coverage {
  tool: "Cobertura" | "JaCoCo" | "LCOV" | "Istanbul";
  /** Lines; `total` is 0 where it has none. */
  covered: number;
  total: number;
  /** Unix time in milliseconds, as the report says itself, else when its file was written. */
  madeAt: number;
}

/** Reads lines covered: XML of Cobertura or JaCoCo, LCOV, or Istanbul's coverage-summary.json. Throws an InputError for anything else. */
export function parseCoverage(file: ReportFile): Coverage {
  const start = file.text.trimStart();
  if (start.startsWith("<")) return parseXml(file);
  if (start.startsWith("{")) return parseSummary(file);
  if (/^(?:TN|SF):/m.test(start)) return parseLcov(file);
  throw noCoverage(file);
}

function parseXml(file: ReportFile): Coverage {
  let found: Coverage | undefined;
  let dumped = 0;
  readXml(file, (element) => {
    const { name, attributes, parents } = element;
    if (parents.length === 0 && name === "coverage") found = cobertura(element, file);
    if (parents.join() !== "report") return;
    if (name === "sessioninfo") dumped = Math.max(dumped, Number(attributes["dump"]) || 0);
    if (name !== "counter" || attributes["type"] !== "LINE") return;
    const [covered, missed] = [attributes["covered"], attributes["missed"]].map(Number);
    found = {
      tool: "JaCoCo",
      covered: covered ?? NaN,
      total: (covered ?? NaN) + (missed ?? NaN),
      madeAt: file.writtenAt,
    };
  });
  if (found === undefined || !Number.isFinite(found.covered) || !Number.isFinite(found.total)) throw noCoverage(file);
  return dumped === 0 ? found : { ...found, madeAt: dumped };
}

/** Some writers give counts, others the rate alone. Time is in seconds or milliseconds, according to the writer. */
function cobertura({ attributes }: XmlElement, { writtenAt }: ReportFile): Coverage {
  const number = (key: string) => (attributes[key] === undefined ? NaN : Number(attributes[key]));
  const [covered, total, rate] = ["lines-covered", "lines-valid", "line-rate"].map(number);
  const hasCounts = Number.isFinite(covered) && Number.isFinite(total);
  const time = number("timestamp");
  return {
    tool: "Cobertura",
    ...(hasCounts
      ? { covered: covered ?? NaN, total: total ?? NaN }
      : { covered: Math.round((rate ?? NaN) * 10_000), total: 10_000 }),
    madeAt: time > 0 ? (time < 1e11 ? time * 1000 : time) : writtenAt,
  };
}

/** Counts per file; a writer without `LF` and `LH` still has each line as `DA:line,hits`. */
function parseLcov({ text, writtenAt }: ReportFile): Coverage {
  let [covered, total] = [0, 0];
  for (const record of text.split(/^end_of_record\s*$/m)) {
    const [found, hit] = ["LF", "LH"].map((key) => new RegExp(`^${key}:(\\d+)`, "m").exec(record)?.[1]);
    const lines = [...record.matchAll(/^DA:\d+,(-?\d+)/gm)];
    total += found === undefined ? lines.length : Number(found);
    covered += hit === undefined ? lines.filter(([, hits]) => Number(hits) > 0).length : Number(hit);
  }
  return { tool: "LCOV", covered, total, madeAt: writtenAt };
}

const summarySchema = z.object({ total: z.object({ lines: z.object({ covered: z.number(), total: z.number() }) }) });

function parseSummary(file: ReportFile): Coverage {
  const summary = summarySchema.safeParse(parseJsonReport(file)).data;
  if (summary === undefined) throw noCoverage(file);
  return { tool: "Istanbul", ...summary.total.lines, madeAt: file.writtenAt };
}

function noCoverage({ path }: ReportFile): InputError {
  return new InputError(
    `${path}: is no coverage by lines of Cobertura, JaCoCo, LCOV or Istanbul (coverage-summary.json). Name one.`,
  );
}
