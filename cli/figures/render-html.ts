import type { z } from "zod";
import type { FiguresReport } from "../../delivery/figures/report.ts";
import { pageHead } from "../../policy/report/html/page-head.ts";
import { pageMargins, STYLES } from "../../policy/report/html/styles.ts";
import { empty, name, table } from "../../policy/report/html/table.ts";
import { EMPTY, markup, prose, type Markup } from "../../policy/report/markup.ts";
import { localTime } from "../ledger/local-time.ts";
import type { proofSchema } from "../ledger/proof.ts";
import { END_WORDS } from "../ledger/story-words.ts";
import { packageVersion } from "../package-version.ts";
import { CHART_STYLES } from "./charts/chart-styles.ts";
import { refusalBars } from "./charts/refusals.ts";
import { releasesOverTime } from "./charts/releases-over-time.ts";
import { timesToDeploy } from "./charts/times-to-deploy.ts";
import { DEFINITIONS, DORA_GUIDE } from "./definitions.ts";
import { doraRows, releaseRows, SLOW_TEXT, type FigureRow } from "./figure-rows.ts";
import { OWN_STYLES } from "./html-styles.ts";
import { SERVICE_COLUMNS } from "./service-cells.ts";
import { observedMs, periodSentences, slowAttempts, subjectText, type FiguresSubject } from "./subject.ts";
import { NOT_KNOWN, timeText } from "./words.ts";

type Proof = z.infer<typeof proofSchema>;

/** One page of the figures to print and to keep: complete in itself, without a script, without a request. */
export function renderHtml(report: FiguresReport, subject: FiguresSubject, proof: Proof): string {
  const title = `Deployments of ${subjectText(subject)}`;
  const printed = `Printed ${localTime(Date.parse(proof.printedAt))}`;
  const styles =
    STYLES + OWN_STYLES + CHART_STYLES + pageMargins({ head: `${subject.project}: ${title}`, foot: printed });
  const { total } = report;
  const page = markup`${pageHead(title, styles)}<body>
<header class="head">
<p class="soft">${subject.project}</p>
<h1>${title}</h1>
${periodSentences(report).map((sentence) => markup`<p>${sentence}</p>\n`)}</header>
${proof.verified ? EMPTY : warning(proof)}<main>
<section><h2>DORA's five figures</h2>
${tiles(doraRows(total, observedMs(report)))}</section>
<section><h2>Releases</h2>
${tiles(releaseRows(total))}${report.attempts.length === 0 ? EMPTY : releasesOverTime(report)}${total.slow.of === 0 ? EMPTY : timesToDeploy(report)}</section>
${services(report)}${refusals(report)}${slow(report)}${definitions()}</main>
<footer><p>Made by Tidegate ${packageVersion()} from the ledger: ${headText(proof)}. This page is complete in itself.</p></footer>
</body>
</html>
`;
  return page.toString();
}

function warning({ breaks }: Proof): Markup {
  return markup`<p class="warning"><span aria-hidden="true">!</span> The ledger's chain cannot be proved: ${breaks[0] ?? ""}. What stands here may not be what was written.</p>\n`;
}

function headText({ entries, head }: Proof): string {
  return head === null
    ? "it is empty"
    : `${entries === 1 ? "1 entry" : `${entries} entries`}, head ${head.number}:${head.hash}`;
}

function tiles(rows: readonly FigureRow[]): Markup {
  return markup`<dl class="tiles">
${rows.map(
  ({ label, value, basis }) =>
    markup`<div><dt>${label}</dt><dd class="value${value === NOT_KNOWN ? " unknown" : ""}">${value}</dd><dd>${basis}</dd></div>\n`,
)}</dl>
`;
}

function services({ services: told }: FiguresReport): Markup {
  if (told.length < 2) return EMPTY;
  const rows = told.map(({ service, figures }) => [name(service), ...SERVICE_COLUMNS.map(({ cell }) => cell(figures))]);
  const columns = ["service", ...SERVICE_COLUMNS.map(({ head }) => head)];
  return markup`<section><h2>Services</h2>
${table("Figures of each service: medians of times; – is not known", columns, rows)}</section>
`;
}

function refusals({ total }: FiguresReport): Markup {
  if (total.refusals.length === 0) return EMPTY;
  return markup`<section><h2>Refused releases</h2>
${refusalBars(total.refusals)}<p class="soft">A release that several gates refused counts for each of them.</p></section>
`;
}

function slow(report: FiguresReport): Markup {
  const found = slowAttempts(report);
  if (found.length === 0) return EMPTY;
  const rows = found.map(({ number, at, service, version, how, toDeployMs }) => [
    ...[name(`#${number}`), service, version, localTime(at), END_WORDS[how].word, timeText(toDeployMs)],
  ]);
  return markup`<section><h2>Took more than ${SLOW_TEXT}</h2>
${table("From the first attempt to the proof", ["entry", "service", "version", "switched", "end", "took"], rows)}</section>
`;
}

function definitions(): Markup {
  const rows = DEFINITIONS.map(({ name: of, dora, here }) => [name(of), dora ?? empty(""), prose(here)]);
  return markup`<section><h2>What each figure means</h2>
${table(`In DORA's words (${DORA_GUIDE}), and from what of the ledger`, ["figure", "DORA", "here"], rows)}
<p>A release counts in the period in which its first entry was written, with all that the ledger knows of it by now. A time that is not known, or between whose ends the clock went back, is left out of its median and said to be. Of an even number, the median is the mean of the middle two.</p></section>
`;
}
