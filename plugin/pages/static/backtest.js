// Moves the bar of a backtest that is running, and shows what it found once it has ended.
"use strict";

const LOOK_MS = 1000;
const place = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const told = await answer.json();
    if (!told.running) {
      location.reload();
      return;
    }
    document.getElementById("progress").value = told.share;
    const said = document.getElementById("said");
    if (said.textContent !== told.said) said.textContent = told.said;
  } catch {
    // Nobody answers for a moment: the next look may find somebody.
  }
  setTimeout(look, LOOK_MS);
}

if (place) setTimeout(look, LOOK_MS);
