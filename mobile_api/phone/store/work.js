// The day's work as it was last downloaded, and its renewal.

import * as box from "./box.js";

const NONE = {
  assignments: [], questionnaires: [], briefings: [], submissions: [],
  limits: {}, account: null, receipt_key: null, cursor: null, now: null,
};

// {assignments, questionnaires, briefings, submissions, limits, account, receipt_key, cursor, now}
export const work = async () => (await box.get("work", "now")) ?? NONE;
