import { EMPTY, markup, prose, type Markup } from "../markup.ts";
import type { PolicyReport } from "../report.ts";
import { name as nameCell, table } from "./table.ts";

/** A program that broke off has planned some of it, and nobody can say which. */
const UNKNOWN_PLAN = markup`<section aria-labelledby="plan">
<h2 id="plan">What will happen</h2>
<p>Nothing: the program broke off before it had declared everything. What it would do is not known.</p>
</section>
`;

/** What the run would do to traffic and resources: what is lost before the numbers. */
export function planSection({ traffic, releases, losses, changes, brokeOff }: PolicyReport): Markup {
  if (brokeOff !== undefined) return UNKNOWN_PLAN;
  const counts = Object.entries(changes).map(([op, count]) => `${count} ${op}`);
  return markup`<section aria-labelledby="plan">
<h2 id="plan">What will happen</h2>
<h3>Traffic</h3>
${
  traffic.length === 0
    ? markup`<p>No service is declared.</p>\n`
    : markup`<ul>
${traffic.map((sentence) => markup`<li>${prose(sentence)}</li>\n`)}</ul>
`
}${releasesTable(releases)}<h3>Resources</h3>
<p>${losses.length === 0 ? "Nothing is replaced or deleted." : EMPTY} ${
    counts.length === 0 ? "Nothing changes." : `Changes: ${counts.join(", ")}.`
  }</p>
${
  losses.length === 0
    ? EMPTY
    : table(
        `Replaced or deleted (${losses.length})`,
        ["Operation", "Resource", "Type"],
        losses.map(({ op, type, name }) => [markup`<strong>${op}</strong>`, nameCell(name), type]),
      )
}</section>
`;
}

function releasesTable(releases: PolicyReport["releases"]): Markup {
  if (releases.length === 0) return EMPTY;
  const rows = releases.map(({ service, color, version, image, digest, running, traffic }) => [
    nameCell(`${service} ${color}`),
    markup`<strong>${traffic}</strong>`,
    version,
    running.length === 0 ? "nothing" : running.join(", "),
    digest === null ? image : image.slice(0, -digest.length - 1),
    digest === null ? "none: the image is named by its tag" : markup`<code>${digest}</code>`,
  ]);
  return table("Releases", ["Color", "Traffic", "Version", "Runs now", "Image", "Digest"], rows);
}
