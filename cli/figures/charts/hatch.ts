import { markup } from "../../../policy/report/markup.ts";

/** Stripes, so that what failed is seen without its color. Once on a page: its name is one of the page. */
export const HATCH = markup`<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect class="hatch-ground" width="6" height="6"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/>
</pattern></defs>
`;
