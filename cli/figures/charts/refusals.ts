import type { Refusals } from "../../../delivery/figures/refusals.ts";
import { markup, type Markup } from "../../../policy/report/markup.ts";
import { refuserName, refusalCount } from "../refusal-words.ts";
import { chart, rounded } from "./frame.ts";

/** In units of the picture: where bars begin, how long the longest is, how far one is from the next. */
const [LEFT, LONGEST, STEP] = [130, 300, 26];

/** A bar for each gate, and each other thing, that has refused a release. */
export function refusalBars(refusals: readonly Refusals[]): Markup {
  const most = Math.max(1, ...refusals.map(({ count }) => count));
  const bars = refusals.map((one, index) => {
    const [y, length] = [index * STEP, rounded((one.count / most) * LONGEST)];
    return markup`<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${refuserName(one)}</text>
<rect class="bar refused" x="${LEFT}" y="${y + 3}" width="${length}" height="16"/>
<text x="${LEFT + length + 8}" y="${y + 15}">${refusalCount(one)}</text>
`;
  });
  const told = refusals.map((one) => `${refuserName(one)} ${one.count}`).join(", ");
  const title = "Refused releases, by what refused them";
  return chart({ id: "refusals", title, description: `${told}.` }, bars, refusals.length * STEP);
}
