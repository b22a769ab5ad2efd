// The addresses below `#/` that belong to visits.

import { Assignment } from "./assignment.js";
import { Begin } from "./beginning.js";
import { Briefing } from "./briefings/briefing.js";
import { Filling } from "./filling.js";
import { Quiz } from "./briefings/quiz.js";

export { Drafts } from "./drafts.js";

export const pages = [
  [/^#\/assignment\/([^/]+)$/, Assignment],
  [/^#\/begin$/, Begin],
  [/^#\/briefing\/([^/]+)\/(\d+)$/, Briefing],
  [/^#\/briefing\/([^/]+)\/(\d+)\/quiz$/, Quiz],
  [/^#\/visit\/([^/]+)$/, Filling],
  [/^#\/visit\/([^/]+)\/([^/]+)$/, Filling],
  [/^#\/visit\/([^/]+)\/([^/]+)\/([^/]+)$/, Filling],
];
